//! `hallpass profile export` and `hallpass profile import`.

use std::path::Path;

use hallpass_core::{Difference, Import, ImportedEnvironment, ImportedProfile, Pack, PackFormat, Result, shown};
use serde_json::json;

use super::{Done, captcha};
use crate::args::{Export, Import as Asked};
use crate::context::Context;
use crate::i18n::messages;
use crate::output::{Colour, Output, paint};
use crate::{exit, input};

pub(super) async fn export(context: &Context, asked: &Export) -> Done {
    let pack = context.open().await?.pack(&asked.names).await?;
    if asked.out.exists() && !asked.yes {
        if !context.output.asks {
            return Err(messages::file_is_there(&asked.out));
        }
        if !context.output.confirm(messages::replace_file(&asked.out).get(context.lang()))? {
            return Err(messages::nothing_exported());
        }
    }
    captcha::private(&asked.out, &pack.write(format(&asked.out))?)?;
    let said = messages::exported(pack.profiles.len(), &asked.out);
    let document = json!({ "file": shown(&asked.out), "profiles": pack.profiles.len() });
    context.output.result(&document, || context.output.success(&said))?;
    Ok(exit::DONE)
}

/// Shows what would change, asks, and does it.
pub(super) async fn import(context: &Context, asked: &Asked) -> Done {
    let Some(file) = &asked.file else { return template(context) };
    let pack = read(file)?;
    let hallpass = context.open_or_make().await?;
    let looked = hallpass.look_at_import(pack.clone()).await?;
    let changes = looked.profiles.iter().filter(|profile| profile.new || !profile.differences.is_empty()).count();
    if !context.output.json {
        context.output.out(&page(&context.output, &looked))?;
    }
    if changes > 0 && !asked.yes {
        if !context.output.asks {
            return Err(messages::import_not_confirmed(changes));
        }
        if !context.output.confirm(messages::import_question(changes).get(context.lang()))? {
            return Err(messages::nothing_imported());
        }
    }
    let done = if changes > 0 { hallpass.import(pack).await? } else { looked };
    let said = if changes > 0 { messages::imported(changes) } else { messages::nothing_to_import() };
    context.output.result(
        &json!({ "imported": changes, "environments": done.environments, "profiles": done.profiles }),
        || context.output.success(&said),
    )?;
    Ok(exit::DONE)
}

/// A file to fill in.
fn template(context: &Context) -> Done {
    let bytes = Pack::template().write(PackFormat::Csv)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    context.output.result(&json!({ "template": text }), || text.clone())?;
    Ok(exit::DONE)
}

fn read(file: &Path) -> Result<Pack> {
    Pack::read(&input::bytes_of_file(file, input::LARGE)?, format(file))
}

fn format(file: &Path) -> PackFormat {
    let csv = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    if csv { PackFormat::Csv } else { PackFormat::Json }
}

fn page(output: &Output, looked: &Import) -> String {
    let environments = looked.environments.iter().map(|one| environment(output, one));
    environments.chain(looked.profiles.iter().map(|profile| part(output, profile))).collect()
}

fn environment(output: &Output, one: &ImportedEnvironment) -> String {
    let (sign, colour) = if one.new { ("+", Colour::Green) } else { ("=", Colour::Dim) };
    let words = messages::environment_of_pack(one);
    format!("{} {}\n", paint(sign, colour, output.colour()), words.get(output.lang))
}

fn part(output: &Output, profile: &ImportedProfile) -> String {
    let (sign, colour) = match (profile.new, profile.differences.is_empty()) {
        (true, _) => ("+", Colour::Green),
        (false, false) => ("~", Colour::Yellow),
        (false, true) => ("=", Colour::Dim),
    };
    let mut text = format!("{} {}\n", paint(sign, colour, output.colour()), profile.name);
    for difference in &profile.differences {
        text.push_str(&line(output, difference));
    }
    for notice in &profile.notices {
        text.push_str(&format!("    ! {}\n", notice.get(output.lang)));
    }
    text
}

/// One value; a changed destination for passwords is marked by a symbol and a colour.
fn line(output: &Output, difference: &Difference) -> String {
    let shown = |value: &Option<String>| value.as_deref().map_or("—".to_owned(), short);
    let change = match &difference.before {
        None => shown(&difference.after),
        Some(_) => format!("{} → {}", shown(&difference.before), shown(&difference.after)),
    };
    let leaves = difference.field == "environment";
    let warning = if leaves { messages::leaves_production() } else { messages::another_way() };
    let text = format!("{}: {change}", difference.field);
    if difference.way {
        format!("    {}\n", paint(&format!("! {text} {}", warning.get(output.lang)), Colour::Red, output.colour()))
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
