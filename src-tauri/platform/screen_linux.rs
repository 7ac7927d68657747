//! The screen through the session's screen savers and logind.
//!
//! No desktop sends all of these signals and some send none, so the idle timer runs as well.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::{Stream, StreamExt};
use tauri::async_runtime;
use zbus::message::Type;
use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue};
use zbus::{Connection, MatchRule, Message, MessageStream};

use super::{ScreenEvent, SleepDelay};

/// All with the same signal: KDE and others, GNOME, and the desktops that follow it.
const SAVERS: [&str; 4] =
    ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver"];
const LOGIND: &str = "org.freedesktop.login1";
const SESSION: &str = "org.freedesktop.login1.Session";

#[zbus::proxy(
    interface = "org.freedesktop.login1.Manager",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1",
    gen_blocking = false
)]
trait Logind {
    fn get_session(&self, id: &str) -> zbus::Result<OwnedObjectPath>;

    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::Result<OwnedFd>;

    #[zbus(signal)]
    fn prepare_for_sleep(&self, start: bool);
}

#[zbus::proxy(
    interface = "org.freedesktop.login1.Session",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1/session/auto",
    gen_blocking = false
)]
trait OwnSession {
    #[zbus(property)]
    fn id(&self) -> zbus::Result<String>;
}

type Tell = Arc<dyn Fn(ScreenEvent) + Send + Sync>;

/// Tells what happens to the screen, for as long as the buses last.
pub fn watch(
    session: Option<Connection>,
    system: Option<Connection>,
    tell: impl Fn(ScreenEvent) + Send + Sync + 'static,
) {
    let tell: Tell = Arc::new(tell);
    if let Some(bus) = session {
        for saver in SAVERS {
            spawn(saver, follow_saver(bus.clone(), saver, tell.clone()));
        }
    }
    if let Some(bus) = system {
        spawn("the session of logind", follow_session(bus.clone(), tell.clone()));
        spawn("the sleep of logind", follow_sleep(bus, tell));
    }
}

fn spawn(what: &'static str, follow: impl Future<Output = zbus::Result<()>> + Send + 'static) {
    async_runtime::spawn(async move {
        if follow.await.is_err() {
            tracing::info!(what, "cannot be listened to");
        }
    });
}

async fn follow_saver(bus: Connection, saver: &'static str, tell: Tell) -> zbus::Result<()> {
    let rule = MatchRule::builder().msg_type(Type::Signal).interface(saver)?.member("ActiveChanged")?.build();
    let mut signals = MessageStream::for_match_rule(rule, &bus, None).await?;
    while let Some(Ok(signal)) = signals.next().await {
        if signal.body().deserialize::<bool>() == Ok(true) {
            tell(ScreenEvent::Locked);
        }
    }
    Ok(())
}

/// `Lock` asks a session to lock; its properties say that it was locked, or that another one is in front.
async fn follow_session(bus: Connection, tell: Tell) -> zbus::Result<()> {
    let id = OwnSessionProxy::new(&bus).await?.id().await?;
    let path = LogindProxy::new(&bus).await?.get_session(&id).await?;
    let locks = signals(&bus, &path, SESSION, "Lock").await?.map(|_| Some(ScreenEvent::Locked));
    let changes = signals(&bus, &path, "org.freedesktop.DBus.Properties", "PropertiesChanged").await?.map(changed);
    let mut events = futures_util::stream::select(locks, changes);
    while let Some(event) = events.next().await {
        if let Some(event) = event {
            tell(event);
        }
    }
    Ok(())
}

async fn signals(
    bus: &Connection,
    path: &OwnedObjectPath,
    interface: &str,
    member: &str,
) -> zbus::Result<impl Stream<Item = zbus::Result<Message>> + Unpin + use<>> {
    let rule = MatchRule::builder().msg_type(Type::Signal).sender(LOGIND)?.path(path.as_str())?;
    let rule = rule.interface(interface)?.member(member)?.build();
    MessageStream::for_match_rule(rule, bus, None).await
}

fn changed(signal: zbus::Result<Message>) -> Option<ScreenEvent> {
    let body = signal.ok()?;
    let body = body.body();
    let (_, changed, _) = body.deserialize::<(&str, HashMap<&str, OwnedValue>, Vec<&str>)>().ok()?;
    let is = |name: &str, wanted: bool| changed.get(name).is_some_and(|value| bool::try_from(value) == Ok(wanted));
    if is("Active", false) {
        Some(ScreenEvent::UserSwitched)
    } else if is("LockedHint", true) {
        Some(ScreenEvent::Locked)
    } else {
        None
    }
}

async fn follow_sleep(bus: Connection, tell: Tell) -> zbus::Result<()> {
    let logind = LogindProxy::new(&bus).await?;
    let mut signals = logind.receive_prepare_for_sleep().await?;
    let mut delay = take_delay(&logind).await;
    while let Some(signal) = signals.next().await {
        match signal.args() {
            Ok(told) if *told.start() => tell(ScreenEvent::Sleep(std::mem::take(&mut delay))),
            Ok(_) => {
                delay = take_delay(&logind).await;
                tell(ScreenEvent::Woke);
            }
            Err(_) => {}
        }
    }
    Ok(())
}

/// Without it the machine may sleep before the page is empty.
async fn take_delay(logind: &LogindProxy<'_>) -> SleepDelay {
    let taken = logind.inhibit("sleep", "Hallpass", "Hallpass locks itself before the machine sleeps", "delay").await;
    SleepDelay { _inhibitor: taken.ok() }
}
