//! What follows the help of some commands.

use hallpass_core::providers::Text;

use super::t;

#[rustfmt::skip]
pub(super) static AFTER: &[(&str, Text)] = &[
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
