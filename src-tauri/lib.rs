//! The desktop shell: a thin reader of the core, with a window. It decides nothing.
//!
//! `state` holds what the window works with (vault, settings, sandbox), `commands` are one-line adapters, `window`
//! makes the one window and refuses to go anywhere else, `dto` is what crosses to the page.

mod clipboard;
pub mod commands;
mod copy;
mod demo;
mod demo_jobs;
mod demo_sandbox;
mod desktop;
mod doctor;
pub mod draft;
pub mod dto;
mod files;
pub mod jobs;
mod mutex;
mod page;
pub mod platform;
mod settings;
mod state;
pub mod team;
#[cfg(feature = "ts")]
pub mod types;
mod vault;
mod watch;
mod window;

use std::process::ExitCode;

use tauri::plugin::TauriPlugin;
use tauri::{Builder, Context, Manager, RunEvent, Runtime, Wry, generate_context, generate_handler};

pub use state::AppState;

/// Starts with the built-in sandbox in the place of a person's own vault.
const EXPLORE: &str = "--explore";

/// Runs the program until its window is closed.
pub fn run() -> ExitCode {
    hallpass_core::vault::no_core_dumps();
    platform::freed_memory::goes_back();
    #[cfg(target_os = "linux")]
    platform::graphics::as_the_machine_can();
    #[cfg(windows)]
    if tauri::webview_version().is_err() {
        return without_webview();
    }
    hallpass_core::Client::Window.is_this();
    let enough = hallpass_core::vault::enough_open_files().map_err(hallpass_core::Error::too_few_open_files);
    let state = match enough.and_then(|()| AppState::new()) {
        Ok(state) => state,
        Err(error) => return not_begun(&error),
    };
    let id = format!("app.hallpass.desktop.home{:016x}", state.home_number());
    #[cfg(target_os = "linux")]
    if platform::activation::hand_over(&id) {
        return ExitCode::SUCCESS;
    }
    desktop::read_arguments(&state, std::env::args());
    let explore = std::env::args().any(|argument| argument == EXPLORE);
    let builder = Builder::default().plugin(only_one(id));
    match prepare(builder, state, explore).build(context()) {
        Ok(app) => {
            app.run(|app, event| match event {
                RunEvent::Ready => desktop::begin(app),
                RunEvent::Exit => end(app.state::<AppState>().inner()),
                _ => {}
            });
            ExitCode::SUCCESS
        }
        Err(error) => failed(&error.to_string()),
    }
}

/// Says what is missing: without it there is no page to say it.
#[cfg(windows)]
fn without_webview() -> ExitCode {
    const PAGE: &str = "https://developer.microsoft.com/microsoft-edge/webview2/";
    let text = hallpass_core::providers::Text::made(
        format!("窗口需要Microsoft WebView2运行时。请从{PAGE}安装后再打开。hallpass命令不需要它。"),
        format!(
            "The window needs the Microsoft WebView2 runtime. Install it from {PAGE} and start again. The hallpass command \
             works without it."
        ),
    );
    let shown = rfd::MessageDialog::new().set_title("Hallpass").set_level(rfd::MessageLevel::Error);
    shown.set_description(text.get(settings::system_language())).show();
    ExitCode::FAILURE
}

/// What the build put into the program: its page, its capabilities.
fn context<R: Runtime>() -> Context<R> {
    generate_context!()
}

/// A second start on the same vault brings the first window to the front, or shows the quick switcher in it.
fn only_one(id: String) -> TauriPlugin<Wry> {
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(id)
        .callback(|app, arguments, _| desktop::started_again(app, &arguments))
        .build()
}

/// The app without the window system of this machine: what the tests build as well.
#[expect(clippy::too_many_lines, reason = "one line for each command")]
pub fn prepare<R: Runtime>(builder: Builder<R>, state: AppState, explore: bool) -> Builder<R> {
    use commands::authkeys::{form, results, work};
    use commands::desktop as desktop_commands;
    use commands::{app, environments, inbox, profile, session, sign_in, team, team_join, token, upkeep};
    builder
        .manage(state)
        .setup(move |app| {
            // The key is fetched while the page's process starts.
            begin(app.state::<AppState>().inner().clone(), explore);
            watch::watch(app.handle());
            window::open(app.handle())?;
            Ok(())
        })
        .on_window_event(window::event)
        .invoke_handler(generate_handler![
            app::start,
            app::window_ready,
            app::save_settings,
            app::check_keyring,
            app::judge_passphrase,
            app::create_vault,
            app::acknowledge_recovery,
            app::open_vault,
            app::lock,
            desktop_commands::desktop,
            desktop_commands::used,
            desktop_commands::take_switcher,
            desktop_commands::hide_window,
            app::start_demo,
            app::stop_demo,
            profile::overview,
            profile::profile,
            session::session,
            session::activity,
            sign_in::plan,
            sign_in::sign_in,
            inbox::answer,
            inbox::answer_by_seed,
            inbox::resend,
            inbox::captcha,
            inbox::drop_pending,
            inbox::demo_code,
            sign_in::plan_bulk,
            sign_in::sign_in_bulk,
            sign_in::stop_sign_in,
            session::renew,
            session::verify,
            session::switch_organisation,
            session::sign_out,
            token::copy,
            token::clear_clipboard,
            token::reveal,
            session::find_by_token,
            token::confirm_production,
            token::close_production,
            profile::add_profile,
            profile::edit_profile,
            profile::remove_profile,
            profile::use_environment,
            environments::add_environment,
            environments::edit_environment,
            environments::remove_environment,
            profile::save_credential,
            profile::remove_credential,
            upkeep::edit_profiles,
            upkeep::undo,
            upkeep::health,
            upkeep::preview_pack,
            upkeep::import_pack,
            upkeep::export_pack,
            upkeep::export_activity,
            upkeep::run_doctor,
            upkeep::support_bundle,
            team::team,
            team_join::join_team,
            team_join::join_team_in_browser,
            team_join::open_log_in_page,
            team_join::stop_browser_log_in,
            team::leave_team,
            team::sync_team,
            team::accept_shared,
            team::share_profile,
            team::unshare_profile,
            team::edit_shared,
            team::send_draft,
            team::discard_draft,
            team::begin_rotation,
            team::finish_rotation,
            team::cancel_rotation,
            form::read_accounts,
            form::unsent_lines,
            form::forget_form,
            form::plan_keys,
            form::table_place,
            form::start_job,
            work::jobs,
            work::watch_jobs,
            work::plan_resume,
            work::resume_job,
            work::pause_job,
            work::move_job,
            work::show_table,
            work::forget_job,
            work::leave,
            results::job_pages,
            results::job_rows,
            results::job_shares,
            results::expiring_keys,
            results::copy_key,
        ])
}

fn begin(state: AppState, explore: bool) {
    if !explore {
        return vault::open_at_start(&state);
    }
    state.await_demo();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = demo::begin(&state).await {
            state.set_demo(None);
            state.put(Err(error)).await;
        }
    });
}

/// The vault is closed before the process ends, or it would end in the middle of its thread's work.
fn end(state: &AppState) {
    state.clear_clipboard();
    tauri::async_runtime::block_on(state.close());
}

fn not_begun(error: &hallpass_core::Error) -> ExitCode {
    let said = [Some(&error.message), error.advice.as_ref()];
    let lang = settings::system_language();
    failed(&said.into_iter().flatten().map(|text| text.get(lang)).collect::<Vec<_>>().join("\n"))
}

#[expect(clippy::print_stderr, reason = "without a window there is no other place to say it")]
fn failed(why: &str) -> ExitCode {
    eprintln!("hallpass-desktop: {why}");
    ExitCode::FAILURE
}
