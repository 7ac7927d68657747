//! Runs a job: progress on standard error; Ctrl-C pauses it.

use std::time::Duration;

use hallpass_core::{Error, Hallpass, JobEnd, JobStop, JobView, Progress, Result};
use tokio::sync::watch;

use super::Done;
use crate::context::Context;
use crate::exit;
use crate::i18n::messages;

/// How often a terminal's line is redrawn, and how often a pipe gets one.
const LIVE: Duration = Duration::from_millis(200);
const PLAIN: Duration = Duration::from_secs(5);

/// Works on a job and reports its results.
pub(super) async fn work(context: &Context, hallpass: &Hallpass, id: &str, mint_wait: Duration) -> Done {
    let end = run(context, hallpass, id, mint_wait).await?;
    ended(context, end)
}

/// Works on a job.
pub(super) async fn run(context: &Context, hallpass: &Hallpass, id: &str, mint_wait: Duration) -> Result<JobEnd> {
    let (stop, (sender, seen)) = (JobStop::default(), watch::channel(Progress::default()));
    let running = hallpass.run_job_with(id, stop.clone(), sender, mint_wait);
    match watched(context, running, &stop, seen).await {
        // A table that cannot be written is found before anything is sent, too.
        Err(error) if error.field.as_deref() == Some("out") => Err(to_go_on(context, id, error)),
        end => end,
    }
}

async fn watched(
    context: &Context,
    running: impl Future<Output = Result<JobEnd>>,
    stop: &JobStop,
    seen: watch::Receiver<Progress>,
) -> Result<JobEnd> {
    let mut running = std::pin::pin!(running);
    let mut interrupts = Interrupts::listen()?;
    let mut line = Line { context, shown: String::new() };
    let mut tick = tokio::time::interval(if context.output.live() { LIVE } else { PLAIN });
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
                context.output.warn(&if again { messages::stopping() } else { messages::pausing() });
            }
        }
    }
}

/// The line of progress: drawn over itself on a terminal, one after the other in a pipe.
struct Line<'a> {
    context: &'a Context,
    shown: String,
}

impl Line<'_> {
    fn show(&mut self, progress: &Progress) {
        let line = messages::progress(progress, self.context.lang());
        if self.shown != line {
            self.context.output.live_line(&line);
            self.shown = line;
        }
    }

    fn clear(&mut self) {
        if !self.shown.is_empty() {
            self.context.output.live_end();
            self.shown.clear();
        }
    }
}

/// Reports the results of a job.
pub(super) fn ended(context: &Context, end: JobEnd) -> Done {
    let JobEnd { job, paused, error } = end;
    match error {
        // Where nothing was answered, or the table cannot be written, the failure is all there is to say.
        Some(error) if job.counts.answered() == 0 || error.field.as_deref() == Some("out") => {
            Err(to_go_on(context, &job.job, error))
        }
        Some(error) => {
            report(context, &job, Some(&error))?;
            Ok(exit::PARTIAL)
        }
        None => {
            report(context, &job, None)?;
            Ok(code(&job, paused))
        }
    }
}

/// The failure, with how to resume the job as its advice if it has none of its own.
fn to_go_on(context: &Context, job: &str, error: Error) -> Error {
    let elsewhere = error.field.as_deref() == Some("out");
    let words = if elsewhere { messages::take_up_elsewhere(job) } else { messages::take_up(job) };
    if !error.is_advised() {
        return error.advice(words);
    }
    context.output.note(&words);
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

fn report(context: &Context, job: &JobView, error: Option<&Error>) -> Result<()> {
    let (output, lang) = (&context.output, context.lang());
    let mut document = serde_json::to_value(job).map_err(|_| Error::internal("a document cannot be written"))?;
    if let Some(error) = error {
        document["error"] = serde_json::to_value(error).unwrap_or_default();
    }
    if job.file.is_some() && !job.sealed {
        output.warn(&messages::keys_in_clear(&job.out));
    }
    output.result(&document, || {
        let counted = messages::counted(&job.counts, job.revoke, lang);
        let said = match (&job.file, error) {
            (Some(file), _) if job.revoke && job.counts.ok == job.asked => {
                output.success(&messages::revoked(job.counts.ok, file))
            }
            (Some(file), _) if job.counts.ok == job.asked => output.success(&messages::table_written(file)),
            (Some(file), _) => output.partial(&messages::table_in_part(file)),
            (None, Some(error)) => output.failure(&messages::what_happened(error)),
            (None, None) => output.pending(&messages::paused(&job.job)),
        };
        format!("{said}\n{counted}")
    })?;
    last_words(context, job);
    Ok(())
}

/// What is still to be done or to be looked at, where nobody can overlook it.
fn last_words(context: &Context, job: &JobView) {
    if job.problems > 0 {
        context.output.warn(&messages::left_out(job.problems, &job.job));
    }
    if job.file.is_none() {
        context.output.note(&messages::take_up(&job.job));
    } else if job.unsettled() > 0 {
        context.output.warn(&messages::ask_again(job.unsettled(), &job.job));
    }
}

/// Ctrl-C, a request to end, and the end of the terminal.
#[cfg(unix)]
struct Interrupts(Vec<tokio::signal::unix::Signal>);

#[cfg(unix)]
impl Interrupts {
    fn listen() -> Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        crate::signals::heard_elsewhere();
        let [hang_up, quit] = [SignalKind::hangup(), SignalKind::quit()];
        // What `nohup` has a program ignore stays ignored.
        let also = [hang_up, quit].into_iter().filter(|kind| !crate::signals::is_ignored(kind.as_raw_value()));
        let kinds = [SignalKind::interrupt(), SignalKind::terminate()].into_iter().chain(also);
        let listen = |kind| signal(kind).map_err(|_| Error::internal("signals cannot be received"));
        Ok(Self(kinds.map(listen).collect::<Result<_>>()?))
    }

    async fn next(&mut self) {
        let signals = self.0.iter_mut().map(|signal| Box::pin(signal.recv()));
        futures_util::future::select_all(signals).await;
    }
}

#[cfg(windows)]
struct Interrupts {
    interrupt: tokio::signal::windows::CtrlC,
    terminate: tokio::signal::windows::CtrlBreak,
}

#[cfg(windows)]
impl Interrupts {
    fn listen() -> Result<Self> {
        let failed = |_| Error::internal("signals cannot be received");
        let interrupt = tokio::signal::windows::ctrl_c().map_err(failed)?;
        Ok(Self { interrupt, terminate: tokio::signal::windows::ctrl_break().map_err(failed)? })
    }

    async fn next(&mut self) {
        tokio::select! { _ = self.interrupt.recv() => {}, _ = self.terminate.recv() => {} }
    }
}
