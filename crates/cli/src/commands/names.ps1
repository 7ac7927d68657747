
# Names of profiles and environments, where one is typed; everything else as above.
Register-ArgumentCompleter -Native -CommandName 'hallpass' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    if ($wordToComplete -ne '' -and $words.Count -gt 0) {
        $words = @($words | Select-Object -SkipLast 1)
    }
    $before = if ($words.Count -gt 0) { $words[-1] } else { '' }
    $list = switch -Regex ("$($words[0]) $($words[1])") {
        '^(login|session|token|copy|qr|renew|verify|logout|switch-org)\b' { 'profile'; break }
        '^run $' { 'profile'; break }
        '^profile (show|edit|remove|export)$' { 'profile'; break }
        '^authkeys (export|revoke)$' { 'profile'; break }
        '^environment (edit|remove)$' { 'environment'; break }
    }
    if ($before -like '-*') {
        $list = if ($before -in '--env', '--move-to', '--after') { 'environment' } else { $null }
    }
    if ($null -eq $list -or $wordToComplete -like '-*') {
        & $global:HallpassWords $wordToComplete $commandAst $cursorPosition
        return
    }
    # The command writes UTF-8, whatever the code page of the console is.
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new()
        $names = @(& $commandAst.CommandElements[0].ToString() $list list --names --no-input 2>$null)
    } finally {
        [Console]::OutputEncoding = $encoding
    }
    $names | Where-Object { $_ -like "$([WildcardPattern]::Escape($wordToComplete.Trim("'", '"')))*" } | ForEach-Object {
        $text = if ($_ -match '^[\w.@-]+$') { $_ } else { "'" + $_.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
    }
}
