//! Whether this desktop has the services that the window uses, for the health screen.

use hallpass_core::doctor::{Finding, Health};
use hallpass_core::providers::Text;
use zbus::Connection;
use zbus::fdo::DBusProxy;
use zbus::names::BusName;

use super::bus;

/// A service: its title, its names on the session's bus, and what is missing without it.
struct Service {
    about: Text,
    names: &'static [&'static str],
    without: Text,
}

const SERVICES: [Service; 2] = [
    Service {
        about: Text::new("系统托盘", "Tray"),
        names: &["org.kde.StatusNotifierWatcher"],
        without: Text::new(
            "桌面没有托盘：关闭窗口会退出通行证。GNOME需要AppIndicator扩展",
            "This desktop has no tray, so closing the window quits Hallpass. GNOME needs its AppIndicator extension",
        ),
    },
    Service {
        about: Text::new("通知", "Notifications"),
        names: &["org.freedesktop.Notifications"],
        without: Text::new(
            "桌面没有通知服务：到期提醒只显示在窗口里",
            "This desktop has no notification service; reminders are shown in the window only",
        ),
    },
];

/// One finding for each of the services, and one for the lock of the screen.
pub async fn look() -> Vec<Finding> {
    look_on(bus::session().await.as_ref(), bus::system().await.as_ref()).await
}

async fn look_on(session: Option<&Connection>, system: Option<&Connection>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for service in SERVICES {
        let there = has_any(session, service.names).await;
        findings.push(finding(service.about, there, service.without));
    }
    let savers = ["org.gnome.ScreenSaver", "org.freedesktop.ScreenSaver"];
    let told = has_any(system, &["org.freedesktop.login1"]).await || has_any(session, &savers).await;
    findings.push(finding(
        Text::new("屏幕锁定", "Screen lock"),
        told,
        Text::new(
            "桌面不报告屏幕锁定：通行证只按空闲时间锁定",
            "This desktop does not report that the screen is locked; Hallpass locks by its idle time only",
        ),
    ));
    findings
}

fn finding(about: Text, there: bool, without: Text) -> Finding {
    if there {
        return Finding::new(about, Health::Ok, Text::new("可用", "available"));
    }
    Finding::new(about, Health::Warn, Text::new("不可用", "not available")).advise(without)
}

/// Whether one of these names has an owner or is started when it is asked.
async fn has_any(bus: Option<&Connection>, names: &[&str]) -> bool {
    let Some(bus) = bus else { return false };
    let Ok(proxy) = DBusProxy::new(bus).await else { return false };
    let started = proxy.list_activatable_names().await.unwrap_or_default();
    for name in names {
        let Ok(bus_name) = BusName::try_from(*name) else { continue };
        if started.iter().any(|one| one.as_str() == *name) || proxy.name_has_owner(bus_name).await.unwrap_or(false) {
            return true;
        }
    }
    false
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use hallpass_core::doctor::Health;
    use hallpass_test_keyring::Bus;
    use zbus::Connection;
    use zbus::connection::Builder;

    use super::look_on;

    /// What each of the three findings says, in their order; whatever is missing is said with what follows from it.
    async fn found(session: Option<&Connection>, system: Option<&Connection>) -> Vec<bool> {
        let findings = look_on(session, system).await;
        assert_eq!(findings.len(), 3, "{findings:?}");
        assert!(findings.iter().all(|one| (one.health == Health::Ok) != one.is_advised()), "{findings:?}");
        findings.iter().map(|one| one.health == Health::Ok).collect()
    }

    #[tokio::test]
    async fn each_service_of_the_desktop_is_found_or_said_to_be_missing() {
        let folder = tempfile::tempdir().unwrap();
        let bus = Bus::start(folder.path()).unwrap();
        let with = async |name: Option<&'static str>| {
            let builder = Builder::address(bus.address()).unwrap();
            let builder = name.into_iter().fold(builder, |builder, name| builder.name(name).unwrap());
            builder.build().await.unwrap()
        };
        let bare = with(None).await;
        assert_eq!(found(None, None).await, [false; 3]);
        assert_eq!(found(Some(&bare), Some(&bare)).await, [false; 3]);
        for (name, there) in [
            ("org.kde.StatusNotifierWatcher", [true, false, false]),
            ("org.freedesktop.Notifications", [false, true, false]),
            ("org.freedesktop.login1", [false, false, true]),
            ("org.gnome.ScreenSaver", [false, false, true]),
            ("org.freedesktop.ScreenSaver", [false, false, true]),
        ] {
            let service = with(Some(name)).await;
            assert_eq!(found(Some(&bare), Some(&bare)).await, there, "{name}");
            service.close().await.unwrap();
        }
    }
}
