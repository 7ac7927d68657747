//! Times two things alternately (A B A B), so that load on the machine affects both equally.

use crate::Result;
use std::time::Instant;

/// Times `pairs` turns of both, after two that are thrown away, and prints the seconds of each pair.
pub(crate) async fn alternate(
    pairs: usize,
    mut ours: impl AsyncFnMut() -> Result<()>,
    mut peer: impl AsyncFnMut() -> Result<()>,
) -> Result<()> {
    for turn in 0..pairs + 2 {
        let start = Instant::now();
        ours().await?;
        let middle = Instant::now();
        peer().await?;
        if turn >= 2 {
            println!("{} {}", (middle - start).as_secs_f64(), middle.elapsed().as_secs_f64());
        }
    }
    Ok(())
}
