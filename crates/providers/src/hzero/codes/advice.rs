//! What to do next, where several codes share it.

use crate::text::Text;

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
pub(super) const ASK_ADMIN: Text = Text::new("请联系平台管理员", "Contact the platform administrator");
pub(super) const UNLOCK: Text = Text::new(
    "在平台网页上找回密码即可解锁，或联系平台管理员；先不要再试",
    "Reset the password on the platform's web page to unlock it, or ask its administrator; do not try again before that",
);
pub(super) const NEW_PICTURE: Text = Text::new(
    "登录时请输入图片中的字符；这次没有计入密码错误",
    "Enter the characters in the image when you sign in; this attempt did not count as a wrong password",
);
pub(super) const TYPE_CODE: Text = Text::new("输入短信中的数字", "Enter the digits in the text message");
pub(super) const NEW_CODE: Text = Text::new("重新获取短信验证码", "Request a new code");
pub(super) const WAIT: Text = Text::new("等待后再试", "Wait before you try again");
pub(super) const LATER: Text = Text::new("稍后再试", "Try again later");
pub(super) const CHANGE: Text =
    Text::new("先在平台网页上修改密码，再重新登录", "Change it on the platform's web page, then sign in again");
pub(super) const IN_BROWSER: Text = Text::new(
    "请在浏览器里登录平台并完成这一步，再回来登录",
    "Complete this step in a browser on the platform, then sign in here",
);
pub(super) const CLIENT: Text =
    Text::new("检查配置里的客户端ID和密钥", "Check the client ID and secret in the profile");
pub(super) const AGAIN: Text = Text::new("请重新登录", "Sign in again");
pub(super) const ENCODING: Text = Text::new(
    "检查配置里的密码编码和公钥；服务器关闭加密时应选base64",
    "Check the password encoding and public key in the profile; if the server has encryption turned off, use base64",
);
pub(super) const OTHER_FIELD: Text = Text::new("改用提示的登录方式", "Use the sign-in name that it suggests");
pub(super) const GATEWAY: Text =
    Text::new("请联系管理员检查网关和权限设置", "Ask the administrator to check the gateway and permissions");
