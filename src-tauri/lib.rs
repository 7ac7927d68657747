//! The desktop shell: a thin reader of the core, with a window. It decides nothing.
//!
//! `desk` holds what the window works with (vault, settings, sandbox), `commands` are one-line adapters, `window`
//! makes the one window and refuses to go anywhere else, `payload` is what crosses to the page.

mod clipboard;
pub mod commands;
mod demo;
mod demo_jobs;
mod desk;
mod doctor;
mod files;
pub mod jobs;
pub mod payload;
mod settings;
#[cfg(feature = "ts")]
pub mod types;
mod vault;
mod window;

use std::process::ExitCode;

use tauri::plugin::TauriPlugin;
use tauri::{Builder, Manager, RunEvent, Runtime, Wry, generate_context, generate_handler};

pub use desk::Desk;

/// Starts with the built-in sandbox in the place of a person's own vault.
const EXPLORE: &str = "--explore";

/// Runs the program until its window is closed.
pub fn run() -> ExitCode {
    hallpass_core::vault::no_core_dumps();
    let desk = match Desk::new() {
        Ok(desk) => desk,
        Err(error) => return failed(error.message.get(settings::system_language())),
    };
    let explore = std::env::args().any(|argument| argument == EXPLORE);
    let builder = Builder::default().plugin(only_one(&desk));
    match prepare(builder, desk, explore).build(generate_context!()) {
        Ok(app) => {
            app.run(|app, event| {
                if matches!(event, RunEvent::Exit) {
                    end(app.state::<Desk>().inner());
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => failed(&error.to_string()),
    }
}

/// A second start on the same vault brings the first window to the front, whatever its arguments say.
fn only_one(desk: &Desk) -> TauriPlugin<Wry> {
    let of_home = format!("app.hallpass.desktop.home{:016x}", desk.home_number());
    tauri_plugin_single_instance::Builder::new().dbus_id(of_home).callback(|app, _, _| window::show(app)).build()
}

/// The app without the window system of this machine: what the tests build as well.
#[expect(clippy::too_many_lines, reason = "one line for each command")]
pub fn prepare<R: Runtime>(builder: Builder<R>, desk: Desk, explore: bool) -> Builder<R> {
    use commands::authkeys::{form, results, work};
    use commands::{care, catalogue, handout, inbox, session, sign_in, start};
    builder
        .manage(desk)
        .setup(move |app| {
            // The key is fetched while the page's process starts.
            begin(app.state::<Desk>().inner().clone(), explore);
            vault::watch(app.handle());
            window::open(app.handle())?;
            Ok(())
        })
        .on_window_event(window::event)
        .invoke_handler(generate_handler![
            start::start,
            start::painted,
            start::save_settings,
            start::check_keyring,
            start::judge_passphrase,
            start::create_vault,
            start::open_vault,
            start::lock,
            start::explore,
            start::leave_demo,
            catalogue::overview,
            catalogue::profile,
            session::session,
            session::activity,
            sign_in::plan,
            sign_in::sign_in,
            inbox::answer,
            inbox::again,
            inbox::captcha,
            inbox::drop_pending,
            inbox::demo_code,
            sign_in::plan_bulk,
            sign_in::sign_in_bulk,
            sign_in::stop_sign_in,
            session::renew,
            session::verify,
            session::choose,
            session::sign_out,
            handout::copy,
            handout::clear_clipboard,
            handout::reveal,
            session::whose,
            handout::confirm_production,
            handout::close_production,
            catalogue::add_profile,
            catalogue::edit_profile,
            catalogue::remove_profile,
            catalogue::use_environment,
            catalogue::save_credential,
            catalogue::remove_credential,
            care::edit_profiles,
            care::undo,
            care::health,
            care::look_at_pack,
            care::import_pack,
            care::export_pack,
            care::export_activity,
            care::look_around,
            care::support_bundle,
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
            results::job_rows,
            results::job_shares,
            results::expiring_keys,
            results::copy_key,
        ])
}

fn begin(desk: Desk, explore: bool) {
    if !explore {
        return vault::open_at_start(&desk);
    }
    desk.await_demo();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = demo::begin(&desk).await {
            desk.set_demo(None);
            desk.put(Err(error)).await;
        }
    });
}

/// The vault is closed before the process ends, or it would end in the middle of its thread's work.
fn end(desk: &Desk) {
    desk.clear_clipboard();
    tauri::async_runtime::block_on(desk.close());
}

#[expect(clippy::print_stderr, reason = "without a window there is no other place to say it")]
fn failed(why: &str) -> ExitCode {
    eprintln!("hallpass-desktop: {why}");
    ExitCode::FAILURE
}
