//! Sentences of the commands, each in both languages.

use std::io;
use std::path::Path;

use hallpass_core::providers::{Lang, Text};
use hallpass_core::{Code, Error};

const fn t(zh: &'static str, en: &'static str) -> Text {
    Text::new(zh, en)
}

/// Before what to do next.
pub(crate) const ARROW: &str = "→";

/// Why the system refused, in words.
fn why(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => t("不存在", "it does not exist"),
        io::ErrorKind::PermissionDenied => t("没有权限", "permission denied"),
        io::ErrorKind::IsADirectory => t("是一个目录", "it is a folder"),
        io::ErrorKind::NotADirectory => t("路径中有一段不是目录", "a part of its path is no folder"),
        io::ErrorKind::AlreadyExists => t("已存在", "it exists already"),
        io::ErrorKind::StorageFull => t("磁盘已满", "the disk is full"),
        io::ErrorKind::ReadOnlyFilesystem => t("文件系统只读", "the file system is read-only"),
        io::ErrorKind::AddrInUse => t("端口已被占用", "the port is taken"),
        other => Text::same(other.to_string()),
    }
}

/// A file that cannot be read.
pub(crate) fn cannot_read(file: &Path, error: &io::Error) -> Error {
    let (file, why) = (file.display(), why(error));
    Error::made(Code::Usage, format!("无法读取 {file}：{}", why.zh), format!("{file} cannot be read: {}", why.en))
}

/// A file that cannot be written.
pub(crate) fn cannot_write(file: impl AsRef<Path>, error: &io::Error) -> Error {
    let (file, why) = (file.as_ref().display(), why(error));
    Error::made(Code::Usage, format!("无法写入 {file}：{}", why.zh), format!("{file} cannot be written: {}", why.en))
}

pub(crate) fn no_answer() -> Text {
    t("没有得到回答", "No answer was given")
}

pub(crate) fn one_of(count: usize) -> Text {
    Text::made(format!("请输入 1 到 {count}"), format!("Type a number from 1 to {count}"))
}

// The vault.

pub(crate) fn where_key() -> Text {
    t("这里还没有保险库。它的密钥放在哪里？", "There is no vault here yet. Where shall its key live?")
}

pub(crate) fn choice() -> Text {
    t("选择", "Choose")
}

pub(crate) fn key_places() -> [Text; 2] {
    [
        t("系统钥匙串：登录桌面后自动打开", "the system's keyring: opens with your desktop session"),
        t("口令：每次使用时输入，或先运行 vault unlock", "a passphrase: typed at each use, or once with vault unlock"),
    ]
}

pub(crate) fn passphrase() -> Text {
    t("保险库口令", "Passphrase of the vault")
}

pub(crate) fn new_passphrase() -> Text {
    t("新口令", "New passphrase")
}

pub(crate) fn once_more() -> Text {
    t("再输入一次", "Once more")
}

pub(crate) fn passphrases_differ() -> Error {
    Error::invalid("passphrase", &t("两次输入不同", "was typed differently the second time"))
}

pub(crate) fn passphrase_empty() -> Error {
    Error::invalid("passphrase", &t("不能为空", "must not be empty"))
}

pub(crate) fn passphrase_missing() -> Error {
    Error::new(Code::VaultLocked, t("保险库已锁定，需要口令", "The vault is locked: its passphrase is needed")).advice(
        t(
            "用 --passphrase-file，或先运行 hallpass vault unlock --for 15m",
            "Use --passphrase-file, or run hallpass vault unlock --for 15m first",
        ),
    )
}

pub(crate) fn keyring_slow() -> Text {
    t(
        "正在等待系统钥匙串；它可能在另一个窗口里要求解锁……",
        "Waiting for the keyring; it may be asking to be unlocked in a window of its own...",
    )
}

pub(crate) fn lost_commits(count: u64) -> Text {
    Text::made(
        format!("保险库丢失了最近 {count} 次记录（磁盘或系统曾经故障）：登录次数可能少记"),
        format!(
            "The vault lost its last {count} counted entries (a disk or system failure): sign-in attempts may be undercounted"
        ),
    )
}

pub(crate) fn vault_made(home: &Path) -> Text {
    let home = home.display();
    Text::made(format!("保险库已建在 {home}"), format!("The vault was made in {home}"))
}

pub(crate) fn recovery_key() -> Text {
    t("恢复密钥（只显示这一次，请抄下并妥善保管）", "Recovery key (shown this once: write it down and keep it safe)")
}

pub(crate) fn recovery_question() -> Text {
    t("恢复密钥", "Recovery key")
}

pub(crate) fn recovered() -> Text {
    t(
        "保险库已恢复，密钥已存到新的地方；恢复密钥不变",
        "The vault was recovered and its key is in a new place; the recovery key stays the same",
    )
}

pub(crate) fn nothing_to_unlock() -> Error {
    Error::new(
        Code::Usage,
        t(
            "这个保险库的密钥在系统钥匙串里，不需要解锁",
            "This vault's key is in the keyring: there is nothing to unlock",
        ),
    )
}

pub(crate) fn unlocked_until(until: &str) -> Text {
    Text::made(
        format!("到 {until} 前无需口令；这台电脑上你的其他进程也能打开它"),
        format!("No passphrase is needed until {until}; other processes of yours on this machine can open it too"),
    )
}

pub(crate) fn locked(passphrase: bool) -> Text {
    if passphrase {
        t("已锁定：下次使用需要口令", "Locked: the next use needs the passphrase")
    } else {
        t(
            "这个保险库的密钥在系统钥匙串里：锁定钥匙串才能锁住它",
            "This vault's key is in the keyring: locking the keyring is what locks it",
        )
    }
}

// Secrets that are read.

pub(crate) fn one_input() -> Error {
    Error::new(Code::Usage, t("标准输入只能给一个字段", "Standard input can give one field only"))
}

pub(crate) fn secret_typed() -> Text {
    t(
        "命令行上的机密会进入 shell 历史和进程列表；请用 --answer-file 或 --secret FIELD=-",
        "A secret on the command line reaches the shell's history and the process list; use --answer-file instead",
    )
}

pub(crate) fn too_big(file: &Path, most: usize) -> Error {
    let (file, most) = (file.display(), most / 1024);
    Error::made(
        Code::Usage,
        format!("{file} 过大（最多 {most} KiB）"),
        format!("{file} is too big ({most} KiB at most)"),
    )
}

pub(crate) fn not_utf8(file: &Path) -> Error {
    let file = file.display();
    Error::made(Code::Usage, format!("{file} 不是 UTF-8 文本"), format!("{file} is not text in UTF-8"))
}

// Profiles.

pub(crate) fn profile_saved(name: &str) -> Text {
    Text::made(format!("配置 {name} 已保存"), format!("Profile {name} was saved"))
}

pub(crate) fn removed(name: &str) -> Text {
    Text::made(format!("{name} 已删除"), format!("{name} was removed"))
}

pub(crate) fn no_profiles() -> Text {
    t("还没有配置。用 hallpass profile add 添加一个", "There are no profiles yet. Add one with hallpass profile add")
}

pub(crate) fn credential_saved(name: &str) -> Text {
    Text::made(format!("凭据 {name} 已保存"), format!("Credential {name} was saved"))
}

pub(crate) fn no_credentials() -> Text {
    t("还没有凭据", "There are no credentials yet")
}

pub(crate) fn no_sets() -> Text {
    t("还没有组。用 profile add --in-set 建立", "There are no sets yet. profile add --in-set makes one")
}

pub(crate) fn set_means(set: &str, env: &str, profile: &str) -> Text {
    Text::made(format!("{set} 现在指 {env}：{profile}"), format!("{set} now means {env}: {profile}"))
}

pub(crate) fn binding_line(file: &Path, line: usize) -> Error {
    let file = file.display();
    Error::made(
        Code::Usage,
        format!("{file} 第 {line} 行应为：组名 = dev|test|staging|prod"),
        format!("Line {line} of {file} must be: set = dev|test|staging|prod"),
    )
}

// Sessions.

pub(crate) fn no_sessions() -> Text {
    t("还没有会话。用 hallpass login 登录", "There are no sessions yet. Sign in with hallpass login")
}

pub(crate) fn signed_in(profile: &str, subject: &str) -> Text {
    match subject {
        "" => Text::made(format!("{profile} 已登录"), format!("Signed in to {profile}")),
        who => Text::made(format!("{profile} 已登录：{who}"), format!("Signed in to {profile} as {who}")),
    }
}

pub(crate) fn ends(left: &str, at: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("还剩 {left}（到 {at}）"),
        Lang::En => format!("{left} left (until {at})"),
    }
}

pub(crate) fn ended(ago: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已过期 · {ago}前"),
        Lang::En => format!("expired {ago} ago"),
    }
}

pub(crate) fn ago(span: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{span}前"),
        Lang::En => format!("{span} ago"),
    }
}

pub(crate) fn may_be_later() -> Text {
    t("使用会延长它，实际可能更晚", "use extends it: it may end later")
}

/// The server's clock against the one here, in seconds.
pub(crate) fn clock_off(offset: i64, lang: Lang) -> String {
    let span = super::time::span(offset.abs(), lang);
    match (lang, offset > 0) {
        (Lang::Zh, true) => format!("本机时间比服务器慢 {span}"),
        (Lang::Zh, false) => format!("本机时间比服务器快 {span}"),
        (Lang::En, true) => format!("the clock here is {span} behind the server's"),
        (Lang::En, false) => format!("the clock here is {span} ahead of the server's"),
    }
}

pub(crate) fn renewed(profile: &str) -> Text {
    Text::made(format!("{profile} 已续期"), format!("{profile} was renewed"))
}

pub(crate) fn still_valid(profile: &str) -> Text {
    Text::made(format!("服务器仍接受 {profile} 的令牌"), format!("The server still takes the token of {profile}"))
}

pub(crate) fn no_longer_valid(profile: &str) -> Text {
    Text::made(
        format!("服务器不再接受 {profile} 的令牌，请重新登录"),
        format!("The server no longer takes the token of {profile}: sign in again"),
    )
}

pub(crate) fn working_in(profile: &str, organisation: &str) -> Text {
    Text::made(format!("{profile} 现在在 {organisation}"), format!("{profile} now works in {organisation}"))
}

pub(crate) fn production() -> Text {
    t("生产", "PRODUCTION")
}

pub(crate) fn plain_http() -> Text {
    t("明文 http：密码和令牌会被路上的人看到", "Plain http: anyone on the way can read the password and the token")
}

// Waiting for a person.

pub(crate) fn waiting(profile: &str, pending: &str, field: &str) -> Text {
    Text::made(
        format!("{profile} 需要人来继续：hallpass answer {pending} {field}=…"),
        format!("{profile} waits for a person: hallpass answer {pending} {field}=..."),
    )
}

pub(crate) fn nothing_waits() -> Text {
    t("没有等待中的登录", "No sign-in is waiting")
}

pub(crate) fn dropped(pending: &str) -> Text {
    Text::made(format!("已放弃登录 {pending}"), format!("Sign-in {pending} was given up"))
}

pub(crate) fn picture_written(file: &Path) -> Text {
    let file = file.display();
    Text::made(format!("图形验证码已写到 {file}"), format!("The captcha's picture was written to {file}"))
}

pub(crate) fn see_picture(pending: &str) -> Text {
    Text::made(
        format!("看图：hallpass answer {pending} --picture FILE"),
        format!("To see the picture: hallpass answer {pending} --picture FILE"),
    )
}

pub(crate) fn sent_to(whom: &str) -> Text {
    Text::made(format!("验证码已发送到 {whom}"), format!("A code was sent to {whom}"))
}

pub(crate) fn empty_again() -> Text {
    t("直接回车：再要一次", "Press Enter alone for another one")
}

pub(crate) fn choose_organisation(profile: &str) -> Error {
    Error::missing("organisation").advice(Text::made(
        format!("hallpass session {profile} 列出组织"),
        format!("hallpass session {profile} lists the organisations"),
    ))
}

pub(crate) fn some_not_signed_in(done: usize, all: usize) -> Text {
    Text::made(format!("{all} 个中登录了 {done} 个"), format!("{done} of {all} are signed in"))
}

pub(crate) fn nobody_there(what: &str) -> Error {
    Error::made(Code::Usage, format!("{what} 里没有配置"), format!("{what} has no profiles"))
}

// The sandbox, and the files the command writes.

pub(crate) fn no_fault(known: &str) -> Error {
    Error::invalid("fault", &Text::made(format!("可用的有：{known}"), format!("must be one of: {known}")))
}

pub(crate) fn sandbox_failed(error: &io::Error) -> Error {
    let why = why(error);
    Error::made(Code::Usage, format!("沙箱无法启动：{}", why.zh), format!("The sandbox cannot be started: {}", why.en))
        .field("port")
}

pub(crate) fn pages_written(count: usize, folder: &Path) -> Text {
    let folder = folder.display();
    Text::made(format!("{count} 个手册页已写到 {folder}"), format!("{count} man pages were written to {folder}"))
}

pub(crate) fn nothing_happened() -> Text {
    t("这段时间什么也没有发生", "Nothing happened in that time")
}

pub(crate) fn no_command() -> Error {
    Error::new(Code::Usage, t("缺少命令", "A command is missing"))
        .advice(t("hallpass --help 列出命令", "hallpass --help lists them"))
}

pub(crate) fn give_field(profile: &str, field: &str) -> Text {
    Text::made(
        format!(
            "用 --answer-file {field}=FILE 给出，或存入配置：hallpass profile edit {profile} --secret {field}=- 或 --set {field}=…"
        ),
        format!(
            "Give it with --answer-file {field}=FILE, or save it: hallpass profile edit {profile} with --secret {field}=- or --set {field}=..."
        ),
    )
}

pub(crate) fn new_password(profile: &str) -> Text {
    Text::made(
        format!("存入新密码：hallpass profile edit {profile} --secret password=-；确实要再发一次时加 --anyway"),
        format!(
            "Save the new one: hallpass profile edit {profile} --secret password=-; or send it once more with --anyway"
        ),
    )
}

/// A sentence about one of several.
pub(crate) fn about(name: &str, text: &Text) -> Text {
    Text::made(format!("{name}：{}", text.zh), format!("{name}: {}", text.en))
}

pub(crate) fn no_such_pending(id: &str) -> Error {
    Error::made(Code::Usage, format!("没有等待中的登录 {id}"), format!("No sign-in {id} is waiting"))
}

// Handing out.

pub(crate) fn token_question() -> Text {
    t("令牌", "Token")
}

pub(crate) fn belongs_to(profile: &str) -> Text {
    Text::made(format!("属于 {profile}"), format!("It belongs to {profile}"))
}

pub(crate) fn copied(profile: &str, seconds: u64) -> Text {
    Text::made(
        format!("{profile} 的令牌已复制，{seconds} 秒后清除"),
        format!("The token of {profile} was copied; it is cleared after {seconds} seconds"),
    )
}

pub(crate) fn no_clipboard() -> Error {
    Error::new(Code::Usage, t("剪贴板不可用", "The clipboard cannot be used")).advice(t(
        "在桌面会话里运行（DISPLAY 或 WAYLAND_DISPLAY）；或用 hallpass token",
        "Run it in a desktop session (DISPLAY or WAYLAND_DISPLAY), or use hallpass token",
    ))
}

pub(crate) fn qr_wants_file() -> Error {
    Error::new(Code::Usage, t("--json 时二维码要写到文件", "With --json the QR code needs a file"))
        .field("out")
        .advice(t("加 --out FILE.svg", "Add --out FILE.svg"))
}

pub(crate) fn qr_too_long() -> Error {
    Error::new(
        Code::Usage,
        t("令牌太长，放不进二维码（最多 2953 字节）", "The token is too long for a QR code (2953 bytes at most)"),
    )
}

pub(crate) fn qr_written(profile: &str, file: &Path) -> Text {
    let file = file.display();
    Text::made(format!("{profile} 的二维码已写到 {file}"), format!("The QR code of {profile} was written to {file}"))
}

pub(crate) fn clear_text(file: &Path) -> Text {
    let file = file.display();
    Text::made(
        format!("{file} 含有明文令牌，用完请删除"),
        format!("{file} holds the token in clear: delete it after use"),
    )
}

pub(crate) fn cannot_run(program: &std::ffi::OsStr, error: &io::Error) -> Error {
    let (program, why) = (program.to_string_lossy(), why(error));
    Error::made(Code::Usage, format!("无法运行 {program}：{}", why.zh), format!("{program} cannot be run: {}", why.en))
}

// Packs.

pub(crate) fn exported(count: usize, file: &Path) -> Text {
    let file = file.display();
    Text::made(
        format!("{count} 个配置已写到 {file}（不含机密）"),
        format!("{count} profiles were written to {file} (no secret among them)"),
    )
}

pub(crate) fn import_question(count: usize) -> Text {
    Text::made(format!("导入这 {count} 个配置？"), format!("Import these {count}?"))
}

pub(crate) fn import_not_confirmed(count: usize) -> Error {
    Error::made(
        Code::MissingField,
        format!("{count} 个配置会改变，需要确认"),
        format!("{count} profiles would change; a confirmation is needed"),
    )
    .field("yes")
    .advice(t("确认时加 --yes", "Confirm with --yes"))
}

pub(crate) fn nothing_imported() -> Text {
    t("没有导入", "Nothing was imported")
}

pub(crate) fn nothing_to_import() -> Text {
    t("没有变化", "Nothing to change")
}

/// Beside a change of address, proxy or trust.
pub(crate) fn another_way() -> Text {
    t("（密码将走另一条路）", "(passwords would go another way)")
}

pub(crate) fn imported(count: usize) -> Text {
    Text::made(format!("已导入 {count} 个配置"), format!("{count} profiles were imported"))
}
