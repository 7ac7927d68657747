//! The parts of a workbook's archive: which of them are its sheets.

use std::collections::HashMap;
use std::io::BufReader;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::read::ZipFile;

use super::super::source::Bytes;
use super::Broken;

/// A workbook's archive.
pub(super) type Archive = ZipArchive<BufReader<Bytes>>;
/// A part of it, event by event.
pub(super) type Xml<'a> = Reader<BufReader<ZipFile<'a, BufReader<Bytes>>>>;

/// The parts of the sheets, in the order of the workbook.
pub(super) fn sheets(archive: &mut Archive) -> Result<Vec<String>, Broken> {
    let mut document = None;
    each(archive, "_rels/.rels", "Relationship", &mut |element| {
        if attribute(element, "Type")?.is_some_and(|kind| kind.ends_with("/officeDocument")) {
            document = attribute(element, "Target")?;
        }
        Ok(())
    })?;
    let document = document.ok_or(Broken)?;
    let document = document.trim_start_matches('/');
    let (folder, file) = document.rsplit_once('/').map_or(("", document), |(folder, file)| (folder, file));
    let within = |path: &str| match path.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None if folder.is_empty() => path.to_owned(),
        None => format!("{folder}/{path}"),
    };
    let mut targets = HashMap::new();
    each(archive, &within(&format!("_rels/{file}.rels")), "Relationship", &mut |element| {
        if let (Some(id), Some(target)) = (attribute(element, "Id")?, attribute(element, "Target")?) {
            targets.insert(id, within(&target));
        }
        Ok(())
    })?;
    let mut sheets = Vec::new();
    each(archive, document, "sheet", &mut |element| {
        let id = attribute(element, "id")?.ok_or(Broken)?;
        sheets.push(targets.get(&id).cloned().ok_or(Broken)?);
        Ok(())
    })?;
    Ok(sheets)
}

/// Opens a part. Archives of some programs write its path in other letters.
pub(super) fn part<'a>(archive: &'a mut Archive, path: &str) -> Result<Xml<'a>, Broken> {
    let same = |name: &str| name.replace('\\', "/").eq_ignore_ascii_case(path);
    let at = archive.index_for_name(path).or_else(|| {
        let names: Vec<_> = archive.file_names().map(|name| name.is_ok_and(|name| same(&name))).collect();
        names.iter().position(|same| *same)
    });
    let mut reader = Reader::from_reader(BufReader::new(archive.by_index(at.ok_or(Broken)?).map_err(|_| Broken)?));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    Ok(reader)
}

/// An attribute by its name without a prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Broken> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Broken)?;
        if attribute.key.local_name().as_ref() == name {
            return unescape(&attribute.value).map(|value| Some(value.into_owned())).map_err(|_| Broken);
        }
    }
    Ok(None)
}

fn each(
    archive: &mut Archive,
    path: &str,
    wanted: &str,
    with: &mut dyn FnMut(&BytesStart<'_>) -> Result<(), Broken>,
) -> Result<(), Broken> {
    let mut xml = part(archive, path)?;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| Broken)? {
            Event::Start(element) if element.local_name().as_ref() == wanted => with(&element)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
