//! The codes of hoth and their texts; `{0}` is the first argument.

use crate::system::Words;

/// Code, Chinese text (the document's where it has one), English text.
#[rustfmt::skip]
pub(super) const MESSAGES: [(&str, &str, &str); 54] = [
    ("hoth.warn.usernameNotFound", "您输入的登录账户不存在", "The account you entered does not exist"),
    ("hoth.warn.phoneNotFound", "您输入的手机号未注册", "The phone number you entered is not registered"),
    ("hoth.warn.userNotActive", "您的账号未激活,无法登录", "Your account is not activated"),
    ("hoth.warn.accountLocked", "您的账户已锁定,请通过找回密码解锁,或联系平台运维中心", "Your account is locked; reset the password or contact operations"),
    ("hoth.warn.accountExpire", "您的账户已过期,无法登录", "Your account has expired"),
    ("hoth.warn.tenantInvalid", "您的所属组织无效,请联系管理员", "Your organization is invalid; contact the administrator"),
    ("hoth.warn.tenantDisabled", "您的所属组织已被禁用,请联系管理员", "Your organization is disabled; contact the administrator"),
    ("hoth.warn.passwordError", "您输入的账号或密码错误,还可以尝试{0}次", "Account or password is wrong, {0} tries left"),
    ("hoth.warn.usernameNotFoundOrPasswordIsWrong", "您输入的账号或密码错误", "Account or password is wrong"),
    ("hoth.warn.loginErrorMaxTimes", "密码错误次数超过限制,您的账户已锁定!请通过找回密码解锁,或联系平台运维中心!", "Too many wrong passwords; your account is locked"),
    ("hoth.warn.ldapIsDisable", "LDAP已被禁用", "LDAP is disabled"),
    ("hoth.warn.captchaNull", "请输入验证码", "Please enter the captcha"),
    ("hoth.warn.captchaWrong", "您输入的验证码有误", "The captcha is wrong"),
    ("hoth.warn.phoneNotCheck", "您的手机未验证,可使用邮箱或账号登录", "Your phone is not verified; use mail or account"),
    ("hoth.warn.emailNotCheck", "您的邮箱未验证,可使用手机或账号登录", "Your mail address is not verified; use phone or account"),
    ("hoth.warn.phoneAndEmailNotCheck", "您的手机和邮箱均未验证,可使用账号登录", "Neither phone nor mail is verified; use the account"),
    ("hoth.warn.defaultTenantRoleNull", "您的默认租户下没有分配角色,请联系管理员分配角色", "You have no role in your default tenant"),
    ("hoth.warn.loginMobileCaptchaNull", "请输入手机验证码", "Please enter the code sent to your phone"),
    ("hoth.warn.validCaptchaFirst", "请先验证手机/邮箱", "Verify your phone or mail first"),
    ("hoth.warn.accountNotEquals", "您的账号与验证的账号不一致", "Your account is not the one that was verified"),
    ("hoth.warn.captcha.sendPhoneCaptchaError", "发送手机验证码失败,请稍后重试", "The code could not be sent; try again later"),
    ("hoth.warn.phoneOrEmailNotnull", "请输入手机/邮箱", "Please enter phone or mail"),
    ("hoth.warn.phoneOrEmailNotFound", "您输入的手机/邮箱不存在", "The phone or mail does not exist"),
    ("hoth.warn.phoneOrEmailNotInvalid", "您输入的手机/邮箱格式不正确", "The phone or mail is malformed"),
    ("hoth.user.phone.not-register", "手机未注册,请先注册后再登录", "The phone is not registered; register first"),
    ("hoth.warn.captchaNotnull", "请输入验证码", "Please enter the code"),
    ("hoth.warn.ldapCannotChangePassword", "LDAP用户不能进行修改密码操作", "LDAP users cannot change the password here"),
    ("hoth.warn.roleNone", "您没有任何角色,请联系管理员分配角色", "You have no role; contact the administrator"),
    ("hoth.warn.decodePasswordError", "解码密码错误", "The password could not be decoded"),
    ("hoth.warn.createClientError", "创建Token错误", "The token could not be made"),
    ("hoth.warn.passwordExpired", "您的密码已过期,请先修改密码", "Your password has expired; change it first"),
    ("hoth.warn.passwordForceModify", "首次登录,请先修改初始密码", "The first password must be changed"),
    ("hoth.warn.userNotAccessClient", "您没有访问该客户端的权限", "You may not use this client"),
    ("hoth.warn.clientNotFound", "客户端不存在", "There is no such client"),
    ("hoth.warn.duplicatePassword", "您输入的账号或密码错误", "Account or password is wrong"),
    ("hoth.warn.sessionUserNull", "会话中没有用户", "There is no user in the session"),
    ("hoth.warn.auth2.getUserError", "获取用户信息失败", "The user could not be read"),
    ("hoth.warn.captcha.phoneNotNull", "手机号不能为空", "The phone number is missing"),
    ("hoth.error.passwordNotNull", "密码不能为空", "The password is missing"),
    ("hoth.social.providerNotFound", "三方应用不存在", "There is no such third-party app"),
    ("hoth.social.userNotLogin", "用户未登录", "The user is not signed in"),
    ("hoth.warn.decodeAccountError", "账号解密失败", "The account could not be decrypted"),
    ("hoth.warn.secondaryCheck", "需要二次校验", "A second check is needed"),
    ("captcha.send.interval", "请{0}秒后再发送验证码", "Wait {0} seconds before sending another code"),
    ("captcha.send.time-over", "今日发送验证码次数已达上限", "No more codes today"),
    ("captcha.send.phone", "短信验证码已发送至手机:{0},请在5分钟内完成验证", "A code was sent to {0}; use it within 5 minutes"),
    ("phone.format.incorrect", "手机号格式不正确", "The phone number is malformed"),
    ("captcha.validate.overdue", "验证码已过期,请重新获取", "The code has expired; ask for another"),
    ("captcha.validate.number-not-match", "手机号与验证码不匹配", "The code was sent to another phone"),
    ("captcha.validate.number-not-null", "手机号不能为空", "The phone number is missing"),
    ("captcha.validate.incorrect", "验证码不正确", "The code is wrong"),
    ("captcha.validate.error.too-many-time", "验证码错误次数过多,请重新获取", "Too many wrong codes; ask for another"),
    ("captcha.validate.last-check-incorrect", "前置验证不正确", "The earlier check was not passed"),
    ("success", "success", "success"),
];

/// A message in the language of the `lang` parameter; an unlisted code is its own text.
pub(super) fn message(code: &str, argument: &str, lang: Option<&str>) -> String {
    let Some((_, zh, en)) = MESSAGES.iter().find(|(known, ..)| *known == code) else { return code.to_owned() };
    let words = Words::new(zh, en);
    let text = if lang.is_some_and(|lang| lang.starts_with("en")) { words.en } else { words.zh };
    text.replace("{0}", argument)
}
