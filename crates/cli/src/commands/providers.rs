//! `hallpass providers`: lists the supported providers.

use hallpass_core::providers::registry::{self, PROVIDERS};
use hallpass_core::providers::{Descriptor, Field, Lang, Required};
use serde_json::json;

use super::Done;
use crate::context::Context;
use crate::exit;
use crate::i18n::{label, messages};
use crate::output::{Cell, Colour, Table, paint};

pub(super) fn run(context: &Context, only: Option<&str>) -> Done {
    let all = PROVIDERS.iter().map(|provider| provider.descriptor());
    let descriptors: Vec<&Descriptor> = all.filter(|about| only.is_none_or(|only| about.id == only)).collect();
    if let (Some(only), true) = (only, descriptors.is_empty()) {
        return Err(messages::no_provider(only, &registry::known().join(", ")));
    }
    context.output.result(&json!({ "providers": descriptors }), || {
        descriptors.iter().map(|descriptor| page(context, descriptor)).collect::<Vec<_>>().join("\n")
    })?;
    Ok(exit::DONE)
}

fn page(context: &Context, descriptor: &Descriptor) -> String {
    let (lang, output) = (context.lang(), &context.output);
    let head = paint(descriptor.id, Colour::Bold, output.colour());
    let mut text = format!("{head}  {}\n{}\n", descriptor.name.get(lang), descriptor.about.get(lang));
    let mut methods = Table::new(output, &[]);
    for method in descriptor.methods {
        methods.row([indented(method.id), method.name.get(lang).into(), method.about.get(lang).into()]);
    }
    let mut fields = Table::new(output, &[]);
    for field in descriptor.fields {
        let cells = [indented(field.name), field.label.get(lang).into(), range(field, lang).into()];
        fields.row(cells.into_iter().chain([Cell::from(field.help.get(lang))]));
    }
    text.push_str(&format!(
        "\n{}\n{}\n{}\n{}",
        label::METHODS.get(lang),
        methods.text(),
        label::FIELDS.get(lang),
        fields.text()
    ));
    text
}

fn indented(name: &str) -> Cell {
    format!("  {name}").into()
}

/// What a field accepts, in a word or two.
fn range(field: &Field, lang: Lang) -> String {
    let kind = label::field_kind(&field.kind, lang);
    match field.required {
        Required::Never => kind,
        Required::Always => format!("{kind} *"),
        Required::For(methods) => format!("{kind} * ({})", methods.join(", ")),
    }
}
