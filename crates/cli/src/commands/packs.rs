//! `hallpass profile export` and `hallpass profile import`.

use std::path::Path;

use hallpass_core::{Difference, ImportedProfile, Pack, PackFormat, Result, shown};
use serde_json::json;

use super::{Done, picture};
use crate::args::{Export, Import};
use crate::i18n::say;
use crate::screen::{Colour, Screen, paint};
use crate::surface::Surface;
use crate::{exit, input};

pub(super) async fn export(surface: &Surface, asked: &Export) -> Done {
    let pack = surface.open().await?.pack(&asked.names).await?;
    if asked.out.exists() && !asked.yes {
        if !surface.screen.asks {
            return Err(say::file_is_there(&asked.out));
        }
        if !surface.screen.confirm(say::replace_file(&asked.out).get(surface.lang()))? {
            return Err(say::nothing_exported());
        }
    }
    picture::private(&asked.out, &pack.write(format(&asked.out))?)?;
    let said = say::exported(pack.profiles.len(), &asked.out);
    let document = json!({ "file": shown(&asked.out), "profiles": pack.profiles.len() });
    surface.screen.result(&document, || surface.screen.done(&said))?;
    Ok(exit::DONE)
}

/// Shows what would change, asks, and does it.
pub(super) async fn import(surface: &Surface, asked: &Import) -> Done {
    let Some(file) = &asked.file else { return template(surface) };
    let pack = read(file)?;
    let hallpass = surface.open_or_make().await?;
    let looked = hallpass.look_at_import(pack.clone()).await?;
    let changes = looked.profiles.iter().filter(|profile| profile.new || !profile.differences.is_empty()).count();
    if !surface.screen.json {
        surface.screen.out(&page(&surface.screen, &looked.profiles))?;
    }
    if changes > 0 && !asked.yes {
        if !surface.screen.asks {
            return Err(say::import_not_confirmed(changes));
        }
        if !surface.screen.confirm(say::import_question(changes).get(surface.lang()))? {
            return Err(say::nothing_imported());
        }
    }
    let done = if changes > 0 { hallpass.import(pack).await? } else { looked };
    let said = if changes > 0 { say::imported(changes) } else { say::nothing_to_import() };
    surface.screen.result(&json!({ "imported": changes, "profiles": done.profiles }), || surface.screen.done(&said))?;
    Ok(exit::DONE)
}

/// A file to fill in.
fn template(surface: &Surface) -> Done {
    let bytes = Pack::template().write(PackFormat::Csv)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    surface.screen.result(&json!({ "template": text }), || text.clone())?;
    Ok(exit::DONE)
}

fn read(file: &Path) -> Result<Pack> {
    Pack::read(&input::bytes_of_file(file, input::LARGE)?, format(file))
}

fn format(file: &Path) -> PackFormat {
    let csv = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    if csv { PackFormat::Csv } else { PackFormat::Json }
}

fn page(screen: &Screen, profiles: &[ImportedProfile]) -> String {
    profiles.iter().map(|profile| part(screen, profile)).collect()
}

fn part(screen: &Screen, profile: &ImportedProfile) -> String {
    let (sign, colour) = match (profile.new, profile.differences.is_empty()) {
        (true, _) => ("+", Colour::Green),
        (false, false) => ("~", Colour::Yellow),
        (false, true) => ("=", Colour::Dim),
    };
    let mut text = format!("{} {}\n", paint(sign, colour, screen.colour()), profile.name);
    for difference in &profile.differences {
        text.push_str(&line(screen, difference));
    }
    for notice in &profile.notices {
        text.push_str(&format!("    ! {}\n", notice.get(screen.lang)));
    }
    text
}

/// One value; another way for passwords stands out by its sign and its colour.
fn line(screen: &Screen, difference: &Difference) -> String {
    let shown = |value: &Option<String>| value.as_deref().map_or("—".to_owned(), short);
    let change = match &difference.before {
        None => shown(&difference.after),
        Some(_) => format!("{} → {}", shown(&difference.before), shown(&difference.after)),
    };
    let warning = say::another_way();
    let text = format!("{}: {change}", difference.field);
    if difference.way {
        format!("    {}\n", paint(&format!("! {text} {}", warning.get(screen.lang)), Colour::Red, screen.colour()))
    } else {
        format!("    {text}\n")
    }
}

/// A value on one line, such as a certificate's first.
fn short(value: &str) -> String {
    const MOST: usize = 100;
    let first = value.lines().next().unwrap_or_default();
    if first.len() < value.len() || first.chars().count() > MOST {
        format!("{}…", first.chars().take(MOST).collect::<String>())
    } else {
        first.to_owned()
    }
}
