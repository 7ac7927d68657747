; The installer of one person: it asks for no rights of an administrator. Made by `cargo xtask windows`, which defines
; VERSION, VERSION4 (four numbers), STAGE (the folder with the files) and OUT.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel user

!include MUI2.nsh
!include LogicLib.nsh
!include WordFunc.nsh
!include x64.nsh
!include WinMessages.nsh

!define APP_ID "app.hallpass.desktop"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Hallpass"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
; The evergreen runtime's own number, as Microsoft documents it.
!define WEBVIEW2 "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
!define WEBVIEW2_PAGE "https://developer.microsoft.com/microsoft-edge/webview2/"
; No text of this installer may be longer: a PATH that is must not be written back cut off.
!define MAX_PATH_TEXT 1000

Name "Hallpass"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Hallpass"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
BrandingText "Hallpass ${VERSION}"

VIProductVersion "${VERSION4}"
VIAddVersionKey /LANG=1033 "ProductName" "Hallpass"
VIAddVersionKey /LANG=1033 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "FileDescription" "Installs Hallpass"
VIAddVersionKey /LANG=1033 "LegalCopyright" "MIT OR Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\hallpass-desktop.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

LangString NoWebView ${LANG_ENGLISH} "The window needs the Microsoft WebView2 runtime, which is not installed. Install it from:$\r$\n${WEBVIEW2_PAGE}$\r$\n$\r$\nThe hallpass command works without it."
LangString NoWebView ${LANG_SIMPCHINESE} "窗口需要Microsoft WebView2运行时，这台电脑上没有安装。请从以下地址安装：$\r$\n${WEBVIEW2_PAGE}$\r$\n$\r$\nhallpass命令不需要它。"
LangString LongPath ${LANG_ENGLISH} "Your PATH is too long for this installer to change. To use hallpass in a terminal, add this folder to it:$\r$\n$INSTDIR"
LangString LongPath ${LANG_SIMPCHINESE} "PATH变量太长，安装程序没有修改它。要在终端里使用hallpass，请把这个文件夹加进去：$\r$\n$INSTDIR"
LangString InUse ${LANG_ENGLISH} "Hallpass is running. Close it and try again."
LangString InUse ${LANG_SIMPCHINESE} "Hallpass正在运行。请关闭后重试。"
LangString NeedsX64 ${LANG_ENGLISH} "Hallpass needs 64-bit Windows."
LangString NeedsX64 ${LANG_SIMPCHINESE} "Hallpass需要64位的Windows。"

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_ICONSTOP "$(NeedsX64)" /SD IDOK
    Abort
  ${EndIf}
FunctionEnd

; A program that runs keeps its file: nothing is replaced half way.
!macro StopWhereItRuns UN
Function ${UN}StopWhereItRuns
  ${If} ${FileExists} "$INSTDIR\hallpass-desktop.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\hallpass-desktop.exe" a
    ${If} ${Errors}
      MessageBox MB_ICONSTOP "$(InUse)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro StopWhereItRuns ""
!insertmacro StopWhereItRuns "un."

; $0 becomes the person's PATH; $1 is "" where it cannot be read whole.
!macro ReadPath UN
Function ${UN}ReadPath
  ClearErrors
  ReadRegStr $0 HKCU "Environment" "Path"
  StrCpy $1 "whole"
  ${If} ${Errors}
    ; Absent, or longer than a text here may be: its name tells.
    StrCpy $2 0
    ${Do}
      ClearErrors
      EnumRegValue $3 HKCU "Environment" $2
      ${If} ${Errors}
        ${ExitDo}
      ${EndIf}
      ${If} $3 == "Path"
        StrCpy $1 ""
      ${EndIf}
      IntOp $2 $2 + 1
    ${LoopUntil} $3 == ""
  ${EndIf}
FunctionEnd
!macroend
!insertmacro ReadPath ""
!insertmacro ReadPath "un."

Function AddToPath
  Call ReadPath
  StrLen $2 "$0;$INSTDIR"
  ${If} $1 == ""
  ${OrIf} $2 > ${MAX_PATH_TEXT}
    MessageBox MB_ICONINFORMATION "$(LongPath)" /SD IDOK
    Return
  ${EndIf}
  ${WordFind} ";$0;" ";$INSTDIR;" "E+1{" $3
  ${IfNot} ${Errors}
    Return
  ${EndIf}
  ${If} $0 == ""
    WriteRegExpandStr HKCU "Environment" "Path" "$INSTDIR"
  ${Else}
    WriteRegExpandStr HKCU "Environment" "Path" "$0;$INSTDIR"
  ${EndIf}
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
FunctionEnd

Function un.RemoveFromPath
  Call un.ReadPath
  ${If} $1 == ""
  ${OrIf} $0 == ""
    Return
  ${EndIf}
  ${un.WordReplace} ";$0;" ";$INSTDIR;" ";" "+" $3
  ${If} $3 == ";$0;"
    Return
  ${EndIf}
  ; The separators that were put around it.
  StrCpy $3 $3 "" 1
  ${If} $3 == ""
    DeleteRegValue HKCU "Environment" "Path"
  ${Else}
    StrCpy $3 $3 -1
    WriteRegExpandStr HKCU "Environment" "Path" "$3"
  ${EndIf}
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
FunctionEnd

Function SayWithoutWebView
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${WEBVIEW2}" "pv"
  ReadRegStr $1 HKCU "Software\${WEBVIEW2}" "pv"
  ${If} "$0$1" == ""
  ${OrIf} "$0$1" == "0.0.0.0"
    DetailPrint "WebView2: ${WEBVIEW2_PAGE}"
    MessageBox MB_ICONINFORMATION "$(NoWebView)" /SD IDOK
  ${EndIf}
FunctionEnd

Section
  Call StopWhereItRuns
  SetOutPath "$INSTDIR"
  File /r "${STAGE}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Hallpass.lnk" "$INSTDIR\hallpass-desktop.exe"

  ; Notices are shown under this name.
  WriteRegStr HKCU "Software\Classes\AppUserModelId\${APP_ID}" "DisplayName" "Hallpass"

  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "Hallpass"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\hallpass-desktop.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "Hallpass"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1

  Call AddToPath
  Call SayWithoutWebView
SectionEnd

; The vault is a person's own and stays.
Section "un.install"
  Call un.StopWhereItRuns
  Call un.RemoveFromPath
!include "${REMOVALS}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Hallpass.lnk"
  DeleteRegValue HKCU "${RUN_KEY}" "Hallpass"
  DeleteRegKey HKCU "Software\Classes\AppUserModelId\${APP_ID}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
SectionEnd
