//! The codes of sending and checking text messages and pictures.

use super::advice::{CHECK_PHONE, NEW_CODE, TYPE_CODE, WAIT};
use crate::codes::VendorCode;
use crate::refusal::RefusalKind as Kind;
use crate::text::Text;

/// Without the prefix `hoth`, from the service's captcha starter.
pub(super) static SMS: &[VendorCode] = &[
    VendorCode::new(
        "captcha.send.interval",
        "",
        Kind::Throttled,
        "",
        Text::new("刚刚发送过验证码，请稍后再试", "A code was just sent; wait before requesting another"),
        WAIT,
    ),
    VendorCode::new(
        "captcha.send.time-over",
        "",
        Kind::Throttled,
        "",
        Text::new("今天发送验证码的次数已达上限", "No more codes are sent today"),
        Text::new(
            "服务器的消息说明了需要等待几小时；也可以改用密码登录",
            "The server's message says how many hours to wait; you can sign in with a password in the meantime",
        ),
    ),
    VendorCode::new(
        "captcha.send.phone",
        "",
        Kind::Other,
        "",
        Text::new("短信验证码已发送", "The text message was sent"),
        TYPE_CODE,
    ),
    VendorCode::new(
        "captcha.send.email",
        "",
        Kind::Other,
        "",
        Text::new("邮件验证码已发送", "The email was sent"),
        Text::new("输入邮件中的验证码", "Enter the code in the email"),
    ),
    VendorCode::new(
        "phone.format.incorrect",
        "",
        Kind::Setup,
        "phone",
        Text::new("手机号格式不正确", "The phone number is malformed"),
        CHECK_PHONE,
    ),
    VendorCode::new(
        "captcha.validate.overdue",
        "",
        Kind::Code,
        "sms_code",
        Text::new("验证码已失效", "The code has expired"),
        NEW_CODE,
    ),
    VendorCode::new(
        "captcha.validate.number-not-match",
        "",
        Kind::Code,
        "phone",
        Text::new("手机号与收到验证码的号码不同", "The code was sent to another number"),
        NEW_CODE,
    ),
    VendorCode::new(
        "captcha.validate.number-not-null",
        "",
        Kind::Setup,
        "phone",
        Text::new("缺少手机号", "The phone number is missing"),
        CHECK_PHONE,
    ),
    VendorCode::new(
        "captcha.validate.incorrect",
        "",
        Kind::Code,
        "sms_code",
        Text::new("您输入的验证码有误", "The code is wrong"),
        TYPE_CODE,
    ),
    VendorCode::new(
        "captcha.validate.error.too-many-time",
        "",
        Kind::Code,
        "sms_code",
        Text::new("验证码输错次数太多", "The code was wrong too often"),
        NEW_CODE,
    ),
    VendorCode::new(
        "captcha.validate.last-check-incorrect",
        "",
        Kind::Code,
        "sms_code",
        Text::new("前一步的验证没有通过或已过期", "The previous verification failed or has expired"),
        NEW_CODE,
    ),
    VendorCode::new(
        "captcha.validate.captcha.notnull",
        "",
        Kind::Code,
        "sms_code",
        Text::new("验证码不能为空", "The code is missing"),
        TYPE_CODE,
    ),
    VendorCode::new(
        "captcha.validate.captcha.incorrect",
        "",
        Kind::Code,
        "sms_code",
        Text::new("验证码不正确", "The code is wrong"),
        TYPE_CODE,
    ),
];
