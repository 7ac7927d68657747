//! The help: a sentence for every command and every option.

use hallpass_core::providers::Text;

/// What stands over the parts of a help page.
pub(super) struct Headings {
    pub(super) usage: Text,
    pub(super) commands: Text,
    pub(super) command: Text,
    pub(super) arguments: Text,
    pub(super) options: Text,
    pub(super) global: Text,
}

pub(super) static HEADINGS: Headings = Headings {
    usage: Text::new("用法：", "Usage: "),
    commands: Text::new("命令", "Commands"),
    command: Text::new("命令", "COMMAND"),
    arguments: Text::new("参数", "Arguments"),
    options: Text::new("选项", "Options"),
    global: Text::new("通用选项", "Global options"),
};

/// What a command does; `path` is its name below `hallpass`, empty for `hallpass` itself.
pub(super) fn about(path: &str) -> Option<&'static Text> {
    COMMANDS.iter().find(|(name, _)| *name == path).map(|(_, text)| text)
}

/// What an argument means: for this command, else wherever it occurs.
pub(super) fn argument(path: &str, id: &str) -> Option<&'static Text> {
    let named = |wanted: &str| ARGUMENTS.iter().find(|(at, name, _)| *at == wanted && *name == id);
    named(path).or_else(|| named("*")).map(|(_, _, text)| text)
}

/// What stands at the end of a help page.
pub(super) fn after(path: &str) -> Option<&'static Text> {
    AFTER.iter().find(|(name, _)| *name == path).map(|(_, text)| text)
}

type About = (&'static str, Text);
type Argument = (&'static str, &'static str, Text);

const fn t(zh: &'static str, en: &'static str) -> Text {
    Text::new(zh, en)
}

#[rustfmt::skip]
static COMMANDS: &[About] = &[
    ("", t("通行证：登录各个平台，保存令牌，并显示它们何时到期", "Sign in to your systems, store the tokens, and see when they expire")),
    ("vault", t("管理加密保险库", "Manage the encrypted vault")),
    ("vault init", t("新建保险库，并显示一次恢复密钥", "Create the vault and show its recovery key once")),
    ("vault status", t("显示保险库的位置和密钥的保存方式", "Show where the vault is and where its key is stored")),
    ("vault lock", t("结束unlock开始的解锁", "End an unlock that `unlock` started")),
    ("vault unlock", t("让口令保险库在一段时间内无需输入口令", "Keep a passphrase vault unlocked for a while")),
    ("vault recover", t("用恢复密钥打开保险库，并重新选择密钥的保存方式", "Open the vault with its recovery key and store its key somewhere else")),
    ("providers", t("列出支持的平台、登录方式和字段", "List supported providers, their sign-in methods and fields")),
    ("profile", t("管理登录配置", "Manage sign-in profiles")),
    ("profile add", t("保存一个配置", "Save a profile")),
    ("profile list", t("列出配置", "List profiles")),
    ("profile show", t("查看一个配置（不含机密）", "Show a profile (never its secrets)")),
    ("profile edit", t("修改一个配置", "Change a profile")),
    ("profile remove", t("删除一个配置和它的会话", "Remove a profile and its session")),
    ("profile export", t("导出为配置包（JSON）或CSV，不含密码和令牌", "Export profiles as a pack (JSON) or CSV, never with secrets")),
    ("profile import", t("导入配置包或CSV：先显示改动，再询问", "Import a pack or CSV: show the changes, then ask")),
    ("credential", t("管理几个配置共用的密码", "Manage secrets that several profiles share")),
    ("credential add", t("保存一个凭据；已有同名凭据时更新它", "Save a credential, or update the one with that name")),
    ("credential list", t("列出凭据（不含机密）", "List credentials (never their secrets)")),
    ("credential remove", t("删除一个凭据", "Remove a credential")),
    ("team", t("与团队共享配置和密码（OpenBao或HashiCorp Vault）", "Share profiles and secrets with a team (OpenBao or HashiCorp Vault)")),
    ("team join", t("加入团队，或重新登录团队服务器", "Join a team, or log in to its server again")),
    ("team status", t("显示权限、上次同步、共享的配置和草稿", "Show your rights, the last sync, shared profiles and drafts")),
    ("team sync", t("同步团队共享的配置", "Bring what the team shares here")),
    ("team share", t("与团队共享一个配置，可连同密码", "Share a profile with the team, with its secret if you wish")),
    ("team unshare", t("停止共享一个配置，本机保留", "Stop sharing a profile; it stays here")),
    ("team edit", t("为所有成员修改共享的配置", "Change a shared profile for everybody")),
    ("team rotate", t("更换共享密码：先阻止登录，再更改，再开放", "Change a shared secret: block sign-ins, change it, open again")),
    ("team leave", t("离开团队，并删除它共享的内容", "Leave a team and remove what it shares")),
    ("team init", t("由管理员准备服务器；先显示将要发送的内容", "Prepare a server as its administrator; shows first what is sent")),
    ("group", t("管理配置组：同一平台的各个环境", "Manage groups: the profiles of one system in its environments")),
    ("group list", t("列出配置组和当前环境", "List groups and their current environment")),
    ("use", t("选择配置组当前使用的环境", "Choose the environment that a group's name refers to")),
    ("login", t("登录一个或多个配置", "Sign in to one or more profiles")),
    ("answer", t("回答等待中的登录", "Answer a pending sign-in")),
    ("pending", t("列出需要您操作的登录", "List sign-ins that need your input")),
    ("pending drop", t("放弃一个等待中的登录", "Discard a pending sign-in")),
    ("sessions", t("列出会话，最先到期的在前", "List sessions, soonest to expire first")),
    ("session", t("显示一个会话的全部信息（不含令牌）", "Show a session in detail (never the token)")),
    ("identify", t("查找令牌属于哪个配置（从标准输入读取）", "Find which profile a token belongs to (reads standard input)")),
    ("token", t("输出令牌", "Print the token")),
    ("copy", t("把令牌复制到剪贴板，30秒后清除", "Copy the token to the clipboard and clear it after 30 seconds")),
    ("qr", t("把令牌显示为二维码", "Show the token as a QR code")),
    ("renew", t("续期", "Renew the session")),
    ("verify", t("检查服务器是否仍接受令牌", "Check whether the server still accepts the token")),
    ("switch-org", t("切换会话所在的组织", "Switch the session to another organisation")),
    ("logout", t("退出登录", "Sign out")),
    ("run", t("运行命令，只通过环境变量提供令牌", "Run a command with the token in its environment")),
    ("authkeys", t("批量导出authKey", "Export authKeys in batches")),
    ("authkeys export", t("读取账号列表，获取密钥，写出密钥表", "Read a list of accounts, get their keys, and write a table")),
    ("authkeys jobs", t("列出任务", "List jobs")),
    ("authkeys show", t("查看一个任务（不含密钥）", "Show a job (never its keys)")),
    ("authkeys resume", t("继续一个任务", "Continue a job")),
    ("authkeys revoke", t("立即作废几个账号的密钥", "Revoke the keys of some accounts immediately")),
    ("authkeys forget", t("删除一个任务和它的密钥副本", "Delete a job and its copy of the keys")),
    ("authkeys expiring", t("列出即将到期的密钥（不含密钥本身）", "List keys that expire soon (never the keys themselves)")),
    ("activity", t("显示活动记录（不含密码和令牌）", "Show what happened (never secrets)")),
    ("sandbox", t("在本机模拟各个平台，用于试用", "Simulate the providers on this machine, to try things out")),
    ("doctor", t("检查本机：文件权限、保险库、钥匙串、时钟、代理、剪贴板", "Check this machine: file permissions, vault, keyring, clock, proxies, clipboard")),
    ("completions", t("输出shell补全脚本", "Print a completion script for a shell")),
    ("man", t("生成man手册页", "Write the man pages")),
    ("clipboard-hold", t("内部使用", "Internal use only")),
];

#[rustfmt::skip]
static ARGUMENTS: &[Argument] = &[
    ("*", "home", t("数据文件夹（也可用HALLPASS_HOME）", "The data folder (or HALLPASS_HOME)")),
    ("*", "json", t("标准输出只输出一个JSON文档", "Print one JSON document on standard output")),
    ("*", "lang", t("语言（默认按系统区域设置）", "Language [default: from the locale]")),
    ("*", "no_input", t("从不提问；缺少输入时退出码为4，缺少口令时为6", "Never prompt; exit 4 if input is missing, 6 if a passphrase is")),
    ("*", "passphrase_file", t("从文件读保险库口令（也可用HALLPASS_PASSPHRASE_FILE）", "Read the vault's passphrase from a file (or HALLPASS_PASSPHRASE_FILE)")),
    ("*", "verbose", t("在标准错误上记录过程（不含密码和令牌）", "Log progress to standard error (never secrets)")),
    ("*", "help", t("显示帮助", "Show help")),
    ("*", "version", t("显示版本", "Show the version")),
    ("*", "name", t("配置名；或配置组名，即它的当前环境", "A profile, or a group (its current environment)")),
    ("*", "allow_prod", t("确认操作生产环境", "Confirm the use of production")),
    ("*", "allow_expired", t("允许使用已过期的令牌（服务器给出的到期时间可能偏早）", "Accept an expired token (the server may state too early an expiry)")),
    ("*", "min_ttl", t("至少还有这么久到期，例如10m；到期时间未知的不算。不足时，如配置允许则续期一次", "Require at least this much time before expiry, such as 10m; an unknown expiry does not count. Where less is left, the session is renewed once if its profile allows it")),
    ("*", "force", t("忽略安全检查，强制继续", "Continue despite the safety checks")),
    ("*", "picture", t("把图形验证码写到这个文件（权限0600）", "Write the captcha image to this file (mode 0600)")),
    ("*", "keyring", t("把密钥存入系统钥匙串", "Store the key in the system's keyring")),
    ("*", "passphrase", t("用口令加密密钥（会询问；或用“--passphrase-file”）", "Protect the key with a passphrase (prompted for, or from --passphrase-file)")),
    ("*", "out", t("写到这个文件（权限0600）", "Write to this file (mode 0600)")),
    ("*", "pending", t("`hallpass pending` 列出的编号", "The ID that `hallpass pending` lists")),
    ("*", "method", t("登录方式（默认为平台的第一种）", "Sign-in method [default: the provider's first]")),
    ("*", "tag", t("带有这个标签的所有配置", "Every profile with this tag")),
    ("vault unlock", "time", t("多长时间，例如15m（默认）", "For how long, such as 15m [default: 15m]")),
    ("profile add", "name", t("新配置的名字", "The new profile's name")),
    ("*", "provider", t("平台：见 `hallpass providers`", "The provider: see `hallpass providers`")),
    ("*", "server", t("服务器地址，例如https://apigw.example.com", "The server's address, such as https://apigw.example.com")),
    ("*", "env", t("环境（默认dev）", "The environment [default: dev]")),
    ("*", "group", t("所属的配置组", "The group it belongs to")),
    ("*", "tags", t("标签，可重复", "A tag (repeatable)")),
    ("*", "values", t("字段的值，可重复；不接受密码等机密", "A field's value (repeatable); never a secret")),
    ("*", "secrets", t("机密字段：- 读标准输入，@FILE读文件；末尾的一个换行会去掉", "A secret field: - reads standard input, @FILE reads a file; one trailing newline is dropped")),
    ("*", "credential", t("共用的凭据", "The shared credential to use")),
    ("*", "proxy", t("代理：系统的（默认）、不用、或http、https、socks5、socks5h地址；本机地址从不走代理", "Proxy: the system's (default), none, or an http, https, socks5 or socks5h address; never used for loopback")),
    ("*", "ca", t("额外信任的CA证书（PEM）", "An extra certificate authority (PEM)")),
    ("*", "allow_http", t("允许明文http（dev和test；网络上的第三方可以看到密码）", "Allow plain http (dev and test; anyone on the network can read the password)")),
    ("*", "auto_renew", t("会话快到期时自动续期：on（默认）、off、window（仅在窗口打开时）；从不使用密码", "Renew the session automatically before it expires: on (default), off, or window (only while the window is open); never with a password")),
    ("*", "keep_alive", t("每隔这么多分钟核验或续期一次，使会话不因闲置而到期；off为关闭（默认）；从不使用密码", "Verify or renew the session every so many minutes so that it does not expire unused, or off (default); never with a password")),
    ("profile edit", "rename", t("新名字", "A new name")),
    ("profile edit", "no_allow_http", t("不再允许明文http", "No longer allow plain http")),
    ("profile edit", "group", t("所属的配置组；留空则移出", "The group it belongs to; empty removes it from its group")),
    ("profile edit", "tags", t("标签，替换原有的全部标签；可重复", "A tag (repeatable); replaces all existing tags")),
    ("profile edit", "env", t("环境", "The environment")),
    ("profile edit", "credential", t("共用的凭据；留空则不再使用", "The shared credential to use; empty for none")),
    ("profile edit", "values", t("字段的值，可重复；空值则删除；不接受密码等机密", "A field's value (repeatable); an empty value removes it; never a secret")),
    ("profile export", "names", t("哪些配置（默认全部）", "Which profiles [default: all]")),
    ("profile export", "out", t("写到这个文件：.csv为CSV，其他为配置包", "Write to this file: .csv for CSV, otherwise a pack")),
    ("profile export", "yes", t("替换已有的文件，不再询问", "Replace a file that is there without asking")),
    ("profile import", "file", t("配置包（JSON）或 .csv，最大1 MiB、500个配置", "A pack (JSON) or .csv, at most 1 MiB and 500 profiles")),
    ("profile import", "template", t("输出一份可填写的CSV，每个平台一行示例", "Print a CSV file to fill in, with an example row for each provider")),
    ("profile remove", "yes", t("不再询问", "Do not ask for confirmation")),
    ("credential remove", "yes", t("不再询问", "Do not ask for confirmation")),
    ("profile list", "names", t("只列出名称，每行一个", "Print only the names, one per line")),
    ("providers", "provider", t("只显示这个平台", "Show only this provider")),
    ("profile import", "yes", t("不再询问", "Do not ask for confirmation")),
    ("credential add", "name", t("凭据的名字", "The credential's name")),
    ("credential remove", "name", t("凭据的名字", "The credential's name")),
    ("credential add", "secret", t("机密：- 读标准输入，@FILE读文件；末尾的一个换行会去掉", "The secret: - reads standard input, @FILE reads a file; one trailing newline is dropped")),
    ("team join", "team", t("团队在服务器上的名称", "The team's name at the server")),
    ("team init", "team", t("团队在服务器上的名称", "The team's name at the server")),
    ("*", "team", t("哪个团队（只加入一个时可省略）", "Which team (may be left out if there is only one)")),
    ("*", "alias", t("您自己给团队起的名字（默认与团队同名）", "Your own name of the team [default: the team's]")),
    ("*", "servers", t("服务器地址，可重复：每个节点一个", "The server's address (repeatable: one for each node)")),
    ("*", "mount", t("KV引擎的挂载点（默认hallpass）", "The mount of the KV engine [default: hallpass]")),
    ("*", "namespace", t("命名空间；留空则不用", "The namespace; empty for none")),
    ("team join", "user", t("用户名，或角色的ID", "The user name, or the role's ID")),
    ("team join", "method", t("登录方式：userpass（默认）、ldap、approle、jwt", "How to log in: userpass (default), ldap, approle, jwt")),
    ("team join", "method_mount", t("登录方式的挂载点（默认与登录方式同名）", "Where that is mounted [default: the method's name]")),
    ("team join", "secret", t("密码、角色密钥或令牌：- 读标准输入，@FILE读文件", "Password, the role's secret or token: - reads standard input, @FILE reads a file")),
    ("team init", "token", t("管理员令牌：- 读标准输入，@FILE读文件；不保存", "The administrator's token: - reads standard input, @FILE reads a file; it is not kept")),
    ("team init", "dry_run", t("只显示将要发送的内容，不发送任何请求", "Show what would be sent; send nothing")),
    ("team init", "yes", t("不再询问", "Do not ask for confirmation")),
    ("team leave", "name", t("哪个团队", "Which team")),
    ("team leave", "yes", t("不再询问", "Do not ask for confirmation")),
    ("team sync", "accept", t("使用这个配置等待确认的新版本（见hallpass team status）", "Use the new version of this profile that waits to be accepted (see hallpass team status)")),
    ("team share", "name", t("要共享的配置", "The profile to share")),
    ("team share", "secret", t("成员登录用的密码：- 读标准输入，@FILE读文件", "The secret that members sign in with: - reads standard input, @FILE reads a file")),
    ("team share", "same_secret_as", t("与这个共享配置使用同一个密码", "Use the secret of this shared profile")),
    ("team unshare", "name", t("共享的配置", "The shared profile")),
    ("team edit", "name", t("共享的配置", "The shared profile")),
    ("team edit", "rename", t("新名字", "A new name")),
    ("team edit", "send_draft", t("写入未能写入的草稿", "Write the draft that could not be written")),
    ("team edit", "over", t("覆盖其他人刚刚写入的内容", "Write it over what somebody else has written meanwhile")),
    ("team edit", "discard_draft", t("放弃草稿", "Discard the draft")),
    ("team rotate", "name", t("共享的配置", "The shared profile")),
    ("team rotate", "secret", t("新密码：- 读标准输入，@FILE读文件（默认询问）", "The new secret: - reads standard input, @FILE reads a file [default: asked for]")),
    ("team rotate", "force", t("继续一次中断的更换，并解除其他拦截", "Continue a change that was interrupted, and end what else blocks the secret")),
    ("use", "group", t("配置组名", "The group")),
    ("use", "environment", t("dev、test、staging或prod", "dev, test, staging or prod")),
    ("login", "names", t("配置名或配置组名；多个时每台服务器一次只登录一个", "Profiles or groups; one sign-in at a time per host")),
    ("login", "group", t("配置组里的所有配置", "Every profile of this group")),
    ("login", "answers", t("这次登录用的值，可重复；机密请用“--answer-file”", "A value for this sign-in (repeatable); use --answer-file for secrets")),
    ("login", "answer_files", t("从文件读值（末尾的一个换行会去掉），可重复", "A value read from a file (repeatable); one trailing newline is dropped")),
    ("login", "remember", t("登录成功后，把输入的密码等存入配置", "Save the typed secrets in the profile after signing in")),
    ("*", "totp", t("用保存的验证器密钥（totp_seed）生成一次性验证码", "Make the one-time code from the saved authenticator seed (totp_seed)")),
    ("answer", "answers", t("回答，例如captcha=ab12", "The answer, such as captcha=ab12")),
    ("answer", "again", t("换一张图片，或再发一次短信", "Request another captcha image or text message")),
    ("token", "shell", t("“--format env”和“--format curl”为哪个shell书写：sh（默认）、fish、powershell、cmd", "Shell to quote --format env and --format curl for: sh (default), fish, powershell, cmd")),
    ("token", "format", t("输出格式：raw（默认）、header、env、json、curl、exec-credential、credential-process", "Output format: raw (default), header, env, json, curl, exec-credential, credential-process")),
    ("run", "mask", t("把命令输出中的令牌替换为****，也包括它在URL、JSON、HTML、十六进制和Base64中的写法；其他写法（例如压缩后）不会替换，不能保证令牌不泄露；命令的输出因此不再是终端", "Replace the token with **** in the command's output, also as URLs, JSON, HTML, hexadecimal and Base64 write it; other forms, such as compressed ones, are not replaced, so this is no guarantee. The output is then not a terminal for the command")),
    ("copy", "header", t("复制Authorization: Bearer ... 整行", "Copy the line Authorization: Bearer ...")),
    ("qr", "out", t("写成SVG文件（权限0600，内含明文令牌）", "Write an SVG file (mode 0600; contains the unencrypted token)")),
    ("switch-org", "organisation", t("组织的ID（未提供时询问）", "The organisation's ID (prompted for if missing)")),
    ("run", "command", t("要运行的命令及其参数", "The command and its arguments")),
    ("authkeys export", "accounts", t("账号列表：每行一个，或CSV、TSV、.xlsx（列loginname，或登录名、账号、邮箱等；或extloginname + siteid）；- 为标准输入", "The accounts: one per line, or CSV, TSV or .xlsx with a column loginname (or login name, account, email and the like) or extloginname + siteid; - is standard input")),
    ("authkeys export", "sheet", t("工作簿中要读取的工作表（默认为第一个有账号的可见工作表）", "Which sheet of a workbook to read (by default the first visible one with accounts)")),
    ("authkeys export", "out", t("密钥表（权限0600）；全部完成后才写出", "The key table (mode 0600); written only when complete")),
    ("authkeys export", "expires", t("到期：RFC 3339时间、30d这样的时长、now（作废）或never", "When the keys expire: RFC 3339, a duration such as 30d, now (revokes) or never")),
    ("authkeys export", "create_missing", t("给没有密钥的账号新建", "Create keys for accounts that have none")),
    ("authkeys export", "rotate", t("把现有密钥更换为新密钥（需要确认）", "Replace existing keys with new ones (requires confirmation)")),
    ("authkeys export", "format", t("表格格式：csv（默认）、json、ndjson、xlsx", "Table format: csv (default), json, ndjson, xlsx")),
    ("authkeys export", "bom", t("CSV以BOM开头，给把它当GBK的Excel", "Start a CSV with a byte order mark, for Excel versions that need it")),
    ("authkeys export", "concurrency", t("同时发几个请求，1到16（默认4）", "Concurrent requests, 1 to 16 [default: 4]")),
    ("authkeys export", "dry_run", t("只读取列表并说明会发生什么，不发送任何请求", "Read the list and show what would happen; send nothing")),
    ("*", "yes", t("确认now、“--rotate”或替换已有的文件", "Confirm now, --rotate, or replacing a file")),
    ("*", "yes_never", t("确认never", "Confirm never")),
    ("authkeys resume", "out", t("把密钥表写到另一个文件", "Write the key table to another file")),
    ("*", "mint_wait", t("新建密钥没有收到响应时，等待多久再核对（默认30s）", "How long to wait before checking a key creation that got no response [default: 30s]")),
    ("authkeys export", "plain", t("密钥表不加密", "Leave the key table unencrypted")),
    ("authkeys export", "encrypt_passphrase_file", t("用这个文件里的口令加密密钥表（age）", "Encrypt the key table with age, using the passphrase in this file")),
    ("authkeys export", "recipient", t("为这个age公钥加密密钥表", "Encrypt the key table for this age public key")),
    ("*", "job", t("`hallpass authkeys jobs` 列出的编号", "The ID that `hallpass authkeys jobs` lists")),
    ("authkeys revoke", "accounts", t("账号的登录名", "Login names of the accounts")),
    ("authkeys revoke", "out", t("把结果写成密钥表（默认不写）", "Write the result as a key table [default: none]")),
    ("authkeys expiring", "within", t("多久之内，例如14d（默认）", "Within this time, such as 14d [default: 14d]")),
    ("activity", "since", t("起始时间：7d（默认）、12h或RFC 3339时间", "Start time: 7d, 12h, or an RFC 3339 time [default: 7d]")),
    ("sandbox", "port", t("从这个端口起（默认用空闲端口）", "The first port to use [default: free ports]")),
    ("sandbox", "fault", t("让每个请求都出现的故障，例如http-500", "Make every request fail, for example http-500")),
    ("completions", "shell", t("bash、zsh、fish、powershell或elvish", "bash, zsh, fish, powershell or elvish")),
    ("man", "out", t("写到这个文件夹", "Write to this folder")),
];

#[rustfmt::skip]
static AFTER: &[About] = &[
    ("", t(
        "示例：\n  hallpass vault init\n  hallpass profile add \"开发\" --provider enos-iam --server https://apigw.example.com --set account=li.wen\n  hallpass login \"开发\"\n  hallpass token \"开发\" --format header\n\n退出码：0（成功）、2（用法）、3（服务器拒绝）、4（需要您操作）、5（连接失败）、6（保险库）、7（已被安全检查拦截）、8（部分成功）、9（没有可用会话）",
        "Examples:\n  hallpass vault init\n  hallpass profile add dev --provider enos-iam --server https://apigw.example.com --set account=li.wen\n  hallpass login dev\n  hallpass token dev --format header\n\nExit codes: 0 success, 2 usage, 3 refused, 4 input required, 5 unreachable, 6 vault, 7 blocked by a safety check, 8 partial success, 9 no usable session",
    )),
    ("profile add", t(
        "字段名见 `hallpass providers`。未保存的字段在登录时询问。",
        "`hallpass providers` lists the fields. Values that are not saved are prompted for at sign-in.",
    )),
    ("profile import", t(
        "CSV的列：name、provider、server（必填），environment、group、tags（用分号分隔）、method、credential（已保存的共享凭据的名称）、proxy、allow_http，以及account等字段。从不含密码。",
        "CSV columns: name, provider and server (required), environment, group, tags (separated by ;), method, credential (name of a saved shared credential), proxy, allow_http, and fields such as account. Never a password.",
    )),
    ("use", t(
        "文件夹里的 .hallpass文件也能指定，每行一个：配置组名 = 环境，# 后为注释；优先于use。",
        "A .hallpass file in a folder also binds names, one per line: group = env; # starts a comment. It takes precedence over `use`.",
    )),
    ("authkeys export", t(
        "该接口不提供只读查询：每次导出都会修改现有密钥的到期时间。中断后用“resume”继续，不会重复创建密钥。\n退出码：0全部有密钥 · 8部分没有 · 130已暂停",
        "This API has no read-only call: an export changes the expiry of existing keys. After an interruption, `resume` continues without creating a key twice.\nExit codes: 0 every account has a key, 8 some have none, 130 paused",
    )),
    ("run", t(
        "命令的环境变量里有HALLPASS_TOKEN、HALLPASS_SERVER和HALLPASS_PROFILE；hallpass以该命令的退出码退出。",
        "The command runs with HALLPASS_TOKEN, HALLPASS_SERVER and HALLPASS_PROFILE set, and hallpass exits with its exit code.",
    )),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;

    /// Every command and option has its sentence, and no sentence is left over.
    #[test]
    fn the_help_is_whole() {
        let (mut commands, mut arguments) = (BTreeSet::new(), BTreeSet::new());
        walk(&crate::args::Cli::command(), "", &mut commands, &mut arguments);
        for (path, _) in COMMANDS {
            assert!(commands.contains(*path), "no command {path}");
        }
        for (path, id, _) in ARGUMENTS {
            assert!(arguments.iter().any(|(at, name)| name == id && (*path == "*" || at == path)), "no {path} {id}");
        }
    }

    fn walk(
        command: &clap::Command,
        path: &str,
        commands: &mut BTreeSet<String>,
        arguments: &mut BTreeSet<(String, String)>,
    ) {
        assert!(about(path).is_some(), "{path} has no help");
        commands.insert(path.to_owned());
        for arg in command.get_arguments() {
            let id = arg.get_id().to_string();
            assert!(argument(path, &id).is_some(), "{path} {id} has no help");
            arguments.insert((path.to_owned(), id));
        }
        for sub in command.get_subcommands() {
            let path = if path.is_empty() { sub.get_name().to_owned() } else { format!("{path} {}", sub.get_name()) };
            walk(sub, &path, commands, arguments);
        }
    }
}
