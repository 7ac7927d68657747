//! Calls that need a token: self, tenants, roles, logout; and refusals of the gateway.

use serde_json::{Value, json};

use crate::http::{Call, Reply};

use super::State;
use super::accounts::{After, Tenant, User};
use super::password::key;
use super::token::Grant;

/// The token of a call: the Authorization header, else the `access_token` parameter.
fn token(call: &Call) -> Option<String> {
    call.token().map(str::to_owned).or_else(|| call.parameter("access_token")).filter(|token| !token.is_empty())
}

/// A refusal of the gateway: XML under text/html.
fn refused(http: u16, status: &str, code: &str, text: &str) -> Reply {
    let body = format!(
        "<oauth><status>{status}</status><code>error.permission.{code}</code><message>{text}</message></oauth>"
    );
    Reply::html(body).status(http)
}

fn grant<'a>(state: &'a mut State, call: &Call) -> Result<&'a mut Grant, Reply> {
    let Some(token) = token(call) else {
        return Err(refused(401, "PERMISSION_ACCESS_TOKEN_NULL", "accessTokenNull", "请求头中没有 access_token"));
    };
    match state.tokens.find(&token) {
        None => Err(refused(401, "PERMISSION_ACCESS_TOKEN_INVALID", "accessTokenInvalid", "access_token 无效")),
        Some(grant) if grant.seconds_left(call.now) == 0 => {
            Err(refused(401, "PERMISSION_ACCESS_TOKEN_EXPIRED", "accessTokenExpired", "access_token 已过期"))
        }
        Some(grant) => Ok(grant),
    }
}

/// The grant and its person.
fn person<'a>(state: &'a mut State, call: &Call) -> Result<(&'a mut Grant, &'static User), Reply> {
    let grant = grant(state, call)?;
    match grant.user {
        None => {
            Err(refused(401, "PERMISSION_GET_USE_DETAIL_FAILED", "getUserDetailsFromOauthServer", "无法获取用户信息"))
        }
        Some(user) if user.after == After::Denied => {
            Err(refused(403, "PERMISSION_MISMATCH", "mismatch", "没有访问权限"))
        }
        Some(user) => Ok((grant, user)),
    }
}

/// An id as a number, or as the opaque text that key encryption makes of it.
fn id(user: &User, number: i64) -> Value {
    if user.after == After::OpaqueIds { json!(format!("=enc={:x}=", number.rotate_left(7))) } else { json!(number) }
}

fn tenant_json(user: &User, tenant: &Tenant) -> Value {
    json!({"tenantId": id(user, tenant.0), "tenantNum": tenant.1, "tenantName": tenant.2})
}

fn failure(code: &str, text: &str) -> Reply {
    Reply::json(&json!({"failed": true, "code": code, "message": text, "type": "warn"}))
}

fn me(grant: &Grant, user: &'static User) -> Reply {
    if user.after == After::Failed {
        return failure("error.user.notFound", "用户不存在");
    }
    let tenant = user.tenants.iter().find(|tenant| tenant.0 == grant.tenant).unwrap_or(&user.tenants[0]);
    Reply::json(&json!({
        "id": id(user, user.id), "loginName": user.login, "realName": user.person.zh, "email": user.email,
        "phone": user.phone, "imageUrl": null, "organizationId": id(user, user.tenants[0].0),
        "tenantId": id(user, tenant.0), "tenantNum": tenant.1, "tenantName": tenant.2,
        "currentRoleId": id(user, 501), "currentRoleCode": "role/organization/default/administrator",
        "currentRoleName": "租户管理员", "currentRoleLevel": "organization", "language": "zh_CN",
        "timeZone": "GMT+8", "userType": "P",
    }))
}

fn switch(call: &Call, grant: &mut Grant, user: &'static User) -> Reply {
    let wanted = call.parameter("tenantId").unwrap_or_default();
    let known = user.tenants.iter().find(|tenant| id(user, tenant.0).to_string().trim_matches('"') == wanted);
    match known {
        Some(tenant) => {
            grant.tenant = tenant.0;
            Reply::empty(204)
        }
        None => failure("error.user.tenantNotMatch", "租户不存在或您不在该租户下"),
    }
}

/// The services behind the gateway; `None` for a path that is none of theirs.
pub(super) fn answer(state: &mut State, endpoint: &str, call: &Call) -> Option<Reply> {
    let known = call.path.starts_with("/iam/") || call.path.starts_with("/hpfm/") || call.path == "/oauth/api/user";
    known.then(|| match person(state, call) {
        Err(refusal) => refusal,
        Ok((grant, user)) => service(endpoint, call, grant, user),
    })
}

fn service(endpoint: &str, call: &Call, grant: &mut Grant, user: &'static User) -> Reply {
    match call.route() {
        ("GET", "/iam/hzero/v1/users/self" | "/iam/hzero/v1/users/self/detail") => me(grant, user),
        ("GET", "/iam/hzero/v1/users/self-tenants") => {
            Reply::json(&user.tenants.iter().map(|tenant| tenant_json(user, tenant)).collect())
        }
        ("GET", "/iam/v1/users/tenant-id") => Reply::json(&json!({"tenantId": id(user, grant.tenant)})),
        ("PUT", "/iam/v1/users/tenant-id" | "/iam/hzero/v1/users/default-tenant") => switch(call, grant, user),
        ("GET", "/iam/hzero/v1/member-roles/self-roles" | "/iam/v1/users/roles") => {
            Reply::json(&json!([{"id": id(user, 501), "name": "租户管理员", "code": "administrator"}]))
        }
        ("GET", "/hpfm/v1/tool/pass/public-key") => Reply::json(&json!({"publicKey": key(endpoint).public})),
        (_, "/oauth/api/user") => Reply::json(&json!({"authenticated": true, "name": user.login,
            "principal": {"username": user.login, "userId": id(user, user.id), "tenantId": id(user, grant.tenant)}})),
        _ => Reply::not_found(call),
    }
}

/// `/oauth/logout`: ends the token and answers 302.
pub(super) fn log_out(state: &mut State, call: &Call) -> Reply {
    if let Some(token) = token(call).filter(|_| !state.keeps_tokens) {
        state.tokens.revoke(&token);
    }
    let host = call.header("host").unwrap_or("127.0.0.1");
    let to = call.parameter("redirect_uri").or_else(|| call.header("referer").map(str::to_owned));
    Reply::redirect(302, to.unwrap_or_else(|| format!("http://{host}/oauth/login")))
}

/// `POST /oauth/public/token/kickoff`.
pub(super) fn kickoff(state: &mut State, call: &Call) -> Reply {
    let alive = token(call).is_some_and(|token| state.tokens.living(&token, call.now).is_some());
    Reply::json(&json!({"kickoff": i32::from(!alive)}))
}

/// `/oauth/oauth/check_token`.
pub(super) fn check_token(state: &mut State, call: &Call) -> Reply {
    let token = call.parameter("token").unwrap_or_default();
    match state.tokens.living(&token, call.now) {
        Some(grant) => Reply::json(&json!({"active": true, "client_id": grant.client.id, "scope": ["default"],
            "user_name": grant.user.map(|user| user.login), "exp": (call.now / 1000) + grant.seconds_left(call.now)})),
        None => {
            Reply::json(&json!({"error": "invalid_token", "error_description": "Token was not recognised"})).status(400)
        }
    }
}
