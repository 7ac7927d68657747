//! From nothing to a session.

use crate::ground::Ground;
use crate::page::Page;

#[tokio::test(flavor = "multi_thread")]
async fn the_window_opens_on_a_machine_that_has_never_seen_it() {
    let ground = Ground::new().await;
    ground.english();
    let page = Page::open(&ground, &[]).await;
    println!("{}", page.text().await);
    ground.picture(std::path::Path::new("/tmp/first.png"));
    page.close().await;
}
