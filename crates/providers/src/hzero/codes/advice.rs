//! What to do next, where several codes share it.

use crate::Text;

pub(super) const CHECK: Text = Text::new(
    "核对账号和密码后再登录；连续输错会锁定账号",
    "Check account and password before you try again; repeated failures lock the account",
);
pub(super) const CHECK_NAME: Text = Text::new(
    "核对账号；用户类型（P/C）不同，账号也不同",
    "Check the account; user types P and C are separate accounts",
);
pub(super) const CHECK_PHONE: Text =
    Text::new("核对手机号、国际区号和用户类型", "Check the phone number, the country code and the user type");
pub(super) const ASK_ADMIN: Text = Text::new("请联系平台管理员", "Ask the administrator of the platform");
pub(super) const UNLOCK: Text = Text::new(
    "在平台网页上找回密码即可解锁，或联系平台管理员；先不要再试",
    "Reset the password on the platform's web page to unlock it, or ask its administrator; do not try again before that",
);
pub(super) const NEW_PICTURE: Text = Text::new(
    "登录时输入图片中的字符；这次没有计入密码错误",
    "Type the characters of the picture as you sign in; this try did not count as a wrong password",
);
pub(super) const TYPE_CODE: Text = Text::new("输入短信中的数字", "Type the digits of the text message");
pub(super) const NEW_CODE: Text = Text::new("重新获取短信验证码", "Have a new code sent");
pub(super) const WAIT: Text = Text::new("等待后再试", "Wait before you try again");
pub(super) const LATER: Text = Text::new("稍后再试", "Try again later");
pub(super) const CHANGE: Text =
    Text::new("先在平台网页上修改密码，再重新登录", "Change it on the platform's web page, then sign in again");
pub(super) const IN_BROWSER: Text = Text::new(
    "请在浏览器里登录平台完成这一步，再回来登录",
    "Sign in to the platform in a browser and finish this step there, then come back",
);
pub(super) const CLIENT: Text =
    Text::new("检查配置里的客户端 ID 和密钥", "Check the client id and secret in the profile");
pub(super) const AGAIN: Text = Text::new("请重新登录", "Sign in again");
pub(super) const ENCODING: Text = Text::new(
    "检查配置里的密码编码和公钥；服务器关闭加密时应选 base64",
    "Check password encoding and public key in the profile; a server with encryption turned off wants base64",
);
pub(super) const OTHER_FIELD: Text = Text::new("改用提示的登录方式", "Use the name that it suggests");
pub(super) const GATEWAY: Text =
    Text::new("请联系管理员检查网关和权限设置", "Ask the administrator to check gateway and permissions");
