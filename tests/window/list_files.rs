//! Lists from files, by the system's own dialog and by a drop, and a table that goes where a person says.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::authkeys::ground;
use crate::drag::Drag;
use crate::harness::Ground;
use crate::page::Page;
use crate::x11::{CONTROL, RETURN, Screen};

/// Types a path into a dialog of the system, out of the clipboard as a person may.
pub(crate) fn choose_path(ground: &Ground, screen: &Screen, title: &str, saves: bool, path: &Path) {
    let mut clip = ground.command("xclip");
    clip.args(["-selection", "clipboard", "-in"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut clip = clip.spawn().expect("xclip is installed by the set-up");
    clip.stdin.take().unwrap().write_all(path.to_str().unwrap().as_bytes()).unwrap();
    assert!(clip.wait().unwrap().success());
    screen.enter_dialog(title);
    // One that saves has the field for a name at hand; one that opens shows it when asked.
    if !saves {
        screen.press(&[CONTROL, u32::from(b'l')]);
    }
    screen.press(&[CONTROL, u32::from(b'a')]);
    screen.press(&[CONTROL, u32::from(b'v')]);
    std::thread::sleep(std::time::Duration::from_millis(300));
    screen.press(&[RETURN]);
    screen.dialog_is_gone(title);
}

/// The rows of a workbook, as LibreOffice reads them.
pub(crate) fn read_by_libreoffice(ground: &Ground, file: &Path) -> Vec<Vec<String>> {
    let folder = ground.path("office");
    let mut office = Command::new("soffice");
    office.env("HOME", &folder).arg(format!("-env:UserInstallation=file://{}/profile", folder.display()));
    office.args(["--headless", "--norestore", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1"]);
    let done = office.arg("--outdir").arg(&folder).arg(file).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(done.expect("LibreOffice is installed by the set-up").success());
    let made = folder.join(file.file_stem().unwrap()).with_extension("csv");
    let text = fs::read_to_string(made).unwrap();
    text.lines().map(|line| line.split(',').map(|cell| cell.trim_matches('"').to_owned()).collect()).collect()
}

/// One list by the system's dialog, whose encoding nobody can know; another by a drop; and its table, a workbook, where
/// the system's dialog says.
#[tokio::test(flavor = "multi_thread")]
async fn lists_come_by_the_systems_dialog_and_by_a_drop_and_the_table_goes_where_a_person_says() {
    let ground = ground().await;
    let unclear = [b"loginname,team\nann@corp.example,".as_slice(), &[0xc2, 0xa1, b'\n']].concat();
    fs::write(ground.path("unclear.csv"), unclear).unwrap();
    fs::write(ground.path("dropped.csv"), "loginname\nbob@corp.example\ncy@corp.example\n").unwrap();
    let screen = Screen::connect(ground.display());
    let page = Page::open(&ground, &[]).await;
    page.reads("Batch").await;
    page.batch().await;
    page.press("New job").await;

    page.press("Choose a file").await;
    choose_path(&ground, &screen, "Choose an account list", false, &ground.path("unclear.csv"));
    page.reads("From “unclear.csv”").await;
    page.reads("The file does not state its encoding").await;
    page.reads("¡").await;
    page.choose_one("GBK").await;
    page.reads("隆").await;

    page.press("Use another list").await;
    page.reads("Drop a .csv, .tsv, .txt or .xlsx file here").await;
    let drag = Drag::over(&screen, &ground.path("dropped.csv"));
    page.reads("Drop the file to read it").await;
    drag.drop();
    page.reads("From “dropped.csv”").await;
    page.reads("2 accounts").await;

    page.choose_one("XLSX").await;
    page.choose_one("Unencrypted").await;
    page.press("Change").await;
    let table = ground.path("chosen.xlsx");
    choose_path(&ground, &screen, "Save the key table", true, &table);
    page.reads("chosen.xlsx").await;
    page.press("Start").await;
    page.reads("Key table written to").await;
    let rows = read_by_libreoffice(&ground, &table);
    let key =
        |account: &str| ground.sandbox.hook("quanshi", "key", json!({"account": account})).unwrap()["auth_key"].clone();
    let found: Vec<(&str, &str)> = rows[1..].iter().map(|row| (row[0].as_str(), row[4].as_str())).collect();
    assert_eq!(found.iter().map(|(account, _)| *account).collect::<Vec<_>>(), ["bob@corp.example", "cy@corp.example"]);
    assert!(found.iter().all(|(account, written)| key(account) == *written), "{found:?}");
    page.close().await;
}
