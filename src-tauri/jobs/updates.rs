//! Progress of the jobs, sent to the page over one channel.

use std::time::Duration;

use tauri::ipc::Channel;

use super::dto::{JobUpdate, JobUpdates};
use super::{Jobs, lock};

/// Between two pulses while a job runs. A number that changes more often cannot be read, and each change is drawn.
const PULSE: Duration = Duration::from_millis(250);

impl Jobs {
    /// Tells the page from now on, over this channel alone, until another one takes its place or the page is gone.
    pub(crate) async fn tell(&self, channel: Channel<JobUpdates>) {
        let mut mine = 0;
        self.0.channel.send_modify(|number| {
            *number += 1;
            mine = *number;
        });
        let mut changes = self.0.channel.subscribe();
        let mut before = String::new();
        // What changes after it was looked at wakes it again.
        while *changes.borrow_and_update() == mine {
            let pulse = self.pulse();
            let (is_news, rests) = (!pulse.ended.is_empty(), pulse.running.is_empty());
            let now = format!("{:?}", pulse.running);
            if (is_news || now != before) && channel.send(pulse).is_err() {
                return;
            }
            before = now;
            if rests {
                let _ = changes.changed().await;
            } else {
                tokio::time::sleep(PULSE).await;
            }
        }
    }

    fn pulse(&self) -> JobUpdates {
        let running = lock(&self.0.running);
        let each =
            running.iter().map(|(job, running)| JobUpdate::new(job, &running.seen.borrow(), running.stop.is_pausing()));
        let each = each.collect();
        drop(running);
        JobUpdates { running: each, ended: std::mem::take(&mut *lock(&self.0.ended)) }
    }
}
