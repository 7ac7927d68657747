//! Notices through `org.freedesktop.Notifications`.
//!
//! One task owns the proxy and the ids, for as long as the program lives: an id that is forgotten can neither be
//! replaced nor taken back, and its buttons do nothing. It speaks zbus itself rather than through notify-rust, whose
//! handles block a thread for each notice and cannot be replaced and listened to at the same time.

use std::collections::{BTreeMap, HashMap};

use futures_util::StreamExt;
use tauri::async_runtime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::Connection;
use zbus::zvariant::Value;

use super::{DEFAULT, DesktopNotice, Notices, Pressed};

/// The name of the program, and of its desktop file.
const NAME: &str = "Hallpass";
const DESKTOP_FILE: &str = "hallpass";
/// As long as the desktop thinks right.
const USUAL_TIME: i32 = -1;

#[zbus::proxy(
    interface = "org.freedesktop.Notifications",
    default_service = "org.freedesktop.Notifications",
    default_path = "/org/freedesktop/Notifications",
    gen_blocking = false
)]
trait Notifications {
    #[expect(clippy::too_many_arguments, reason = "the specification's")]
    fn notify(
        &self,
        app_name: &str,
        replaces: u32,
        icon: &str,
        summary: &str,
        body: &str,
        actions: &[&str],
        hints: HashMap<&str, Value<'_>>,
        timeout: i32,
    ) -> zbus::Result<u32>;

    fn close_notification(&self, id: u32) -> zbus::Result<()>;

    #[zbus(signal)]
    fn action_invoked(&self, id: u32, action: &str);

    #[zbus(signal)]
    fn notification_closed(&self, id: u32, reason: u32);
}

enum Order {
    Show(DesktopNotice),
    Withdraw(String),
    WithdrawAll,
}

/// Hands its orders to the task.
#[derive(Debug, Clone)]
pub struct DesktopNotices(UnboundedSender<Order>);

impl std::fmt::Debug for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Order")
    }
}

impl Notices for DesktopNotices {
    fn show(&self, notice: DesktopNotice) {
        self.send(Order::Show(notice));
    }

    fn withdraw(&self, about: &str) {
        self.send(Order::Withdraw(about.to_owned()));
    }

    fn withdraw_all(&self) {
        self.send(Order::WithdrawAll);
    }
}

impl DesktopNotices {
    fn send(&self, order: Order) {
        // The task ends with the bus: there is nobody left to show anything.
        let _ = self.0.send(order);
    }
}

/// Shows notices over this bus; `pressed` hears of every button.
pub fn connect(bus: Connection, pressed: impl Fn(Pressed) + Send + 'static) -> DesktopNotices {
    let (orders, received) = unbounded_channel();
    async_runtime::spawn(async move {
        if serve(&bus, received, pressed).await.is_err() {
            tracing::info!("the desktop's notices are not available");
        }
    });
    DesktopNotices(orders)
}

async fn serve(
    bus: &Connection,
    mut orders: UnboundedReceiver<Order>,
    pressed: impl Fn(Pressed) + Send + 'static,
) -> zbus::Result<()> {
    let desktop = NotificationsProxy::new(bus).await?;
    let (mut actions, mut closed) =
        (desktop.receive_action_invoked().await?, desktop.receive_notification_closed().await?);
    let mut shown = Shown::default();
    loop {
        tokio::select! {
            order = orders.recv() => match order {
                Some(order) => shown.carry_out(&desktop, order).await,
                None => return Ok(()),
            },
            Some(action) = actions.next() => if let Ok(told) = action.args()
                && let Some(about) = shown.about(*told.id())
            {
                pressed(Pressed { about, button: (*told.action()).to_owned() });
            },
            Some(close) = closed.next() => if let Ok(told) = close.args() {
                shown.0.retain(|_, id| id != told.id());
            },
        }
    }
}

/// The ids of what is shown, by what it is about.
#[derive(Default)]
struct Shown(BTreeMap<String, u32>);

impl Shown {
    fn about(&self, id: u32) -> Option<String> {
        self.0.iter().find(|(_, shown)| **shown == id).map(|(about, _)| about.clone())
    }

    async fn carry_out(&mut self, desktop: &NotificationsProxy<'_>, order: Order) {
        let done = match order {
            Order::Show(notice) => self.show(desktop, notice).await,
            Order::Withdraw(about) => match self.0.remove(&about) {
                Some(id) => desktop.close_notification(id).await,
                None => Ok(()),
            },
            Order::WithdrawAll => {
                for id in std::mem::take(&mut self.0).into_values() {
                    // One that is gone already is no reason to keep the others.
                    let _ = desktop.close_notification(id).await;
                }
                Ok(())
            }
        };
        if done.is_err() {
            tracing::info!("the desktop shows no notices");
        }
    }

    async fn show(&mut self, desktop: &NotificationsProxy<'_>, notice: DesktopNotice) -> zbus::Result<()> {
        let buttons = notice.buttons.iter().flat_map(|button| [button.id, button.label.as_str()]);
        let actions: Vec<&str> = [DEFAULT, NAME].into_iter().chain(buttons).collect();
        let hints = HashMap::from([("desktop-entry", Value::from(DESKTOP_FILE))]);
        let before = self.0.get(&notice.about).copied().unwrap_or_default();
        // The sentence is the summary, which no desktop reads as markup.
        let id = desktop.notify(NAME, before, DESKTOP_FILE, &notice.text, "", &actions, hints, USUAL_TIME).await?;
        self.0.insert(notice.about, id);
        Ok(())
    }
}
