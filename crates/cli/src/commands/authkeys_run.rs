//! A job at work: its progress on standard error, and Ctrl-C as its brake.

use std::time::Duration;

use hallpass_core::{Error, Hallpass, JobEnd, JobStop, JobView, Progress, Result};
use tokio::sync::watch;

use super::Done;
use crate::exit;
use crate::i18n::say;
use crate::surface::Surface;

/// How often a terminal's line is drawn anew, and how often a pipe gets one.
const LIVE: Duration = Duration::from_millis(200);
const PLAIN: Duration = Duration::from_secs(5);

/// Works on a job and says what came of it.
pub(super) async fn work(surface: &Surface, hallpass: &Hallpass, id: &str, mint_wait: Duration) -> Done {
    let end = run(surface, hallpass, id, mint_wait).await?;
    ended(surface, end)
}

/// Works on a job.
pub(super) async fn run(surface: &Surface, hallpass: &Hallpass, id: &str, mint_wait: Duration) -> Result<JobEnd> {
    let (stop, (sender, seen)) = (JobStop::default(), watch::channel(Progress::default()));
    let running = hallpass.run_job_with(id, stop.clone(), sender, mint_wait);
    match watched(surface, running, &stop, seen).await {
        // A table that cannot be written is found before anything is sent, too.
        Err(error) if error.field.as_deref() == Some("out") => Err(to_go_on(surface, id, error)),
        end => end,
    }
}

async fn watched(
    surface: &Surface,
    running: impl Future<Output = Result<JobEnd>>,
    stop: &JobStop,
    seen: watch::Receiver<Progress>,
) -> Result<JobEnd> {
    let mut running = std::pin::pin!(running);
    let mut interrupts = Interrupts::listen()?;
    let mut line = Line { surface, shown: String::new() };
    let mut tick = tokio::time::interval(if surface.screen.live() { LIVE } else { PLAIN });
    tick.tick().await;
    loop {
        tokio::select! {
            end = &mut running => {
                line.clear();
                return end;
            }
            _ = tick.tick() => line.show(&seen.borrow()),
            () = interrupts.next() => {
                line.clear();
                let again = stop.is_pausing();
                if again { stop.stop() } else { stop.pause() }
                surface.screen.warn(&if again { say::stopping() } else { say::pausing() });
            }
        }
    }
}

/// The line of progress: drawn over itself on a terminal, one after the other in a pipe.
struct Line<'a> {
    surface: &'a Surface,
    shown: String,
}

impl Line<'_> {
    fn show(&mut self, progress: &Progress) {
        let line = say::progress(progress, self.surface.lang());
        if self.shown != line {
            self.surface.screen.live_line(&line);
            self.shown = line;
        }
    }

    fn clear(&mut self) {
        if !self.shown.is_empty() {
            self.surface.screen.live_end();
            self.shown.clear();
        }
    }
}

/// Says what came of a job.
pub(super) fn ended(surface: &Surface, end: JobEnd) -> Done {
    let JobEnd { job, paused, error } = end;
    match error {
        // Where nothing was answered, or the table cannot be written, the failure is all there is to say.
        Some(error) if job.counts.answered() == 0 || error.field.as_deref() == Some("out") => {
            Err(to_go_on(surface, &job.job, error))
        }
        Some(error) => {
            report(surface, &job, Some(&error))?;
            Ok(exit::PARTIAL)
        }
        None => {
            report(surface, &job, None)?;
            Ok(code(&job, paused))
        }
    }
}

/// The failure with what takes the job up, as its advice where it has none of its own.
fn to_go_on(surface: &Surface, job: &str, error: Error) -> Error {
    let elsewhere = error.field.as_deref() == Some("out");
    let words = if elsewhere { say::take_up_elsewhere(job) } else { say::take_up(job) };
    if error.advice.is_none() {
        return error.advice(words);
    }
    surface.screen.aside(&words);
    error
}

/// The exit code of a job that ended, or was paused.
pub(super) fn code(job: &JobView, paused: bool) -> u8 {
    match (paused, job.counts.ok == job.asked) {
        (true, _) => exit::INTERRUPTED,
        (false, true) => exit::DONE,
        (false, false) => exit::PARTIAL,
    }
}

fn report(surface: &Surface, job: &JobView, error: Option<&Error>) -> Result<()> {
    let (screen, lang) = (&surface.screen, surface.lang());
    let mut document = serde_json::to_value(job).map_err(|_| Error::internal("a document cannot be written"))?;
    if let Some(error) = error {
        document["error"] = serde_json::to_value(error).unwrap_or_default();
    }
    if job.file.is_some() && !job.sealed {
        screen.warn(&say::keys_in_clear(&job.out));
    }
    screen.result(&document, || {
        let counted = say::counted(&job.counts, job.revoke, lang);
        let said = match (&job.file, error) {
            (Some(file), _) if job.revoke && job.counts.ok == job.asked => {
                screen.done(&say::revoked(job.counts.ok, file))
            }
            (Some(file), _) if job.counts.ok == job.asked => screen.done(&say::table_written(file)),
            (Some(file), _) => screen.partly(&say::table_in_part(file)),
            (None, Some(error)) => screen.not_done(&say::what_happened(error)),
            (None, None) => screen.waits(&say::paused(&job.job)),
        };
        format!("{said}\n{counted}")
    })?;
    last_words(surface, job);
    Ok(())
}

/// What is still to be done or to be looked at, where nobody can overlook it.
fn last_words(surface: &Surface, job: &JobView) {
    if job.problems > 0 {
        surface.screen.warn(&say::left_out(job.problems, &job.job));
    }
    if job.file.is_none() {
        surface.screen.aside(&say::take_up(&job.job));
    } else if job.unsettled() > 0 {
        surface.screen.warn(&say::ask_again(job.unsettled(), &job.job));
    }
}

/// Ctrl-C, and a request to end.
struct Interrupts {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Interrupts {
    fn listen() -> Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        crate::signals::heard_elsewhere();
        let listen = |kind| signal(kind).map_err(|_| Error::internal("signals cannot be received"));
        Ok(Self { interrupt: listen(SignalKind::interrupt())?, terminate: listen(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! { _ = self.interrupt.recv() => {}, _ = self.terminate.recv() => {} }
    }
}

#[cfg(not(unix))]
impl Interrupts {
    fn listen() -> Result<Self> {
        Ok(Self {})
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
