//! Lists as text: their headers, what separates their cells, and files that are something else.

use std::io::Write;

use hallpass_providers::Secret;
use hallpass_tables::{Format, ListFormat, Protection};

use crate::common::{scratch, write};
use crate::{coded, codes, names, read, refused};

#[test]
fn headers_as_people_write_them() {
    for text in [
        "登录名\na@x.example\n",
        "帐号\na@x.example\n",
        "用户名（必填）\na@x.example\n",
        "E-mail\na@x.example\n",
        "User Name\na@x.example\n",
        "* Login Name:\na@x.example\n",
        "\u{feff}邮箱\r\na@x.example\r\n",
    ] {
        for name in ["l.txt", "l.csv", "l"] {
            let found = read(name, text.as_bytes());
            assert_eq!((names(&found), found.bad.len()), (vec![(2, "a@x.example")], 0), "{text:?} {name}");
        }
    }
    for (text, carried) in [
        ("姓名,登录名,邮箱\n张三,a@x.example,z@y.example\n", "姓名|邮箱"),
        ("Name;E-mail\n张三;a@x.example\n", "Name"),
        ("account\tdept\na@x.example\tops\n", "dept"),
        ("Email,Hobby\na@x.example,chess\n", "Hobby"),
    ] {
        let found = read("l.csv", text.as_bytes());
        assert_eq!((names(&found), found.carried.join("|").as_str()), (vec![(2, "a@x.example")], carried), "{text:?}");
    }
}

#[test]
fn a_header_that_stands_there_again_is_nobody() {
    let found = read("l.csv", "登录名,部门\na,x\n登录名,部门\nb,y\n".as_bytes());
    assert_eq!((names(&found), codes(&found)), (vec![(2, "a"), (4, "b")], coded(&[(3, "header")])));
    let found = read("l.txt", "a@x.example\nEmail\nb@x.example\n".as_bytes());
    assert_eq!((names(&found), codes(&found)), (vec![(1, "a@x.example"), (3, "b@x.example")], coded(&[(2, "header")])));
}

#[test]
fn headers_that_do_not_say_which_column() {
    for (text, said) in [
        ("登录名,用户名\na,b\n", "登录名"),
        ("Email,邮箱,x\na@x.example,b@x.example,y\n", "email"),
        ("loginname,LoginName\na,b\n", "two columns named loginname"),
        ("姓名\n张三\n", "no known header"),
        ("zhang,user\nli,admin\n", "no known header"),
    ] {
        let error = refused("l.csv", text.as_bytes());
        assert!(error.text.en.contains(said), "{text:?}: {error:?}");
    }
}

#[test]
fn separators_that_are_none_are_named() {
    for (text, zh, en) in [
        ("loginname，dept\na，ops\n", "全角逗号", "full-width comma"),
        ("姓名、邮箱\n张三、a@x.example\n", "顿号", "ideographic comma"),
        ("登录名；部门\na；x\n", "全角分号", "full-width semicolon"),
        ("loginname|dept\na|ops\n", "竖线", "vertical bar"),
        ("loginname dept\na ops\n", "空格", "space"),
        ("sep=，\nloginname，dept\n", "全角逗号", "full-width comma"),
    ] {
        for name in ["l.csv", "l.txt"] {
            let error = refused(name, text.as_bytes());
            assert!(error.text.zh.contains(zh) && error.text.en.contains(en), "{text:?}: {error:?}");
        }
    }
    let found = read("l.txt", "a@x.example，b@x.example\na@x.example b@x.example\na|b\na、b\nok\n".as_bytes());
    let wanted = [(1, "separator"), (2, "blanks"), (3, "separator"), (4, "separator")];
    assert_eq!((names(&found), codes(&found)), (vec![(5, "ok")], coded(&wanted)));
    let why = found.bad[0].reason.text();
    assert!(why.zh.contains("全角逗号（，）") && why.en.contains("full-width comma"), "{why:?}");
}

#[test]
fn a_told_separator_counts() {
    for (text, format) in [
        ("sep=;\r\nloginname;dept\r\na;x,y\r\n", ListFormat::Csv),
        ("\"sep=;\"\nloginname;dept\na;x,y\n", ListFormat::Csv),
        ("SEP=|\nloginname|dept\na|x,y\n", ListFormat::Csv),
        ("sep=\t\nloginname\tdept\na\tx,y\n", ListFormat::Tsv),
        ("sep=;;\nloginname;dept\na;x,y\n", ListFormat::Csv),
    ] {
        for name in ["l.csv", "l.txt"] {
            let found = read(name, text.as_bytes());
            assert_eq!((names(&found), found.list.0, found.bad.len()), (vec![(3, "a")], format, 0), "{text:?}");
            assert_eq!(found.entries[0].carried, ["x,y"]);
        }
    }
    // Someone's name that only begins so.
    assert_eq!(names(&read("l.txt", b"sep=\nann\n")), [(1, "sep="), (2, "ann")]);
}

#[test]
fn marks_and_widths_of_characters() {
    let text =
        "<b>ann</b>\nＡnn\n１２３\na＠x.example\na\u{200b}b\na\u{202e}b\nAnn <a@x.example>\n张三（外包）\n\u{ff03}\n";
    let found = read("l.txt", text.as_bytes());
    assert_eq!(names(&found), [(8, "张三（外包）")]);
    let wanted = [
        (1, "markup"),
        (2, "full_width"),
        (3, "full_width"),
        (4, "full_width"),
        (5, "invisible"),
        (6, "invisible"),
        (7, "markup"),
        (9, "placeholder"),
    ];
    // The first of them begins a file like a tag of a page, but is none that a page begins with.
    assert_eq!(codes(&found), coded(&wanted));
}

#[test]
fn files_that_are_no_lists() {
    for (bytes, en) in [
        (&b"<!DOCTYPE html><table><tr><td>a@x.example"[..], "a web page"),
        (b"\xef\xbb\xbf  <table><tr><td>a", "a web page"),
        (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "Excel 2003"),
        (b"{\"users\":[\"a@x.example\"]}", "this is JSON"),
        (b"{\"hallpass_pack\":1,\"profiles\":[]}", "a pack of Hallpass profiles"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x1f\x8b\x08\0", "an archive"),
        (b"{\\rtf1 a}", "an RTF document"),
        (b"BEGIN:VCARD\n", "vCard"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "encrypted with age"),
        (b"\xff\xd8\xff\xe0", "an image"),
    ] {
        for name in ["l.csv", "l.xls", "-"] {
            let error = refused(name, bytes);
            assert!(error.text.en.contains(en) && !error.text.en.contains("a@x"), "{error:?}");
        }
    }
    let wide: Vec<u8> = "\u{feff}<html><table>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(refused("l.xls", &wide).text.en.contains("a web page"));
}

#[test]
fn our_own_tables_are_named_or_read() {
    let (_folder, file) = scratch("keys");
    let cells = ["a@corp.example".to_owned()];
    for format in [Format::Json, Format::Ndjson] {
        write(&file, format, Protection::Plain, false, &cells);
        let error = refused("keys.json", &std::fs::read(&file).unwrap());
        assert!(error.text.en.contains("a key table that Hallpass exported as JSON"), "{error:?}");
    }
    write(&file, Format::Csv, Protection::Passphrase(Secret::new("not a real one")), false, &cells);
    let error = refused("keys.csv", &std::fs::read(&file).unwrap());
    assert!(error.text.en.contains("encrypted with age") && error.text.zh.contains("用age加密"), "{error:?}");
    for format in [Format::Csv, Format::Xlsx] {
        write(&file, format, Protection::Plain, false, &cells);
        assert!(read("keys", &std::fs::read(&file).unwrap()).about.our_table);
    }
}

#[test]
fn old_office_files_by_what_is_in_them() {
    for (stream, en) in [
        ("Workbook", "an old .xls file"),
        ("Book", "an old .xls file"),
        ("WordDocument", "a Word document"),
        ("PowerPoint Document", "a PowerPoint document"),
        ("EncryptedPackage", "protected by a password"),
        ("__properties_version1.0", "an Outlook message"),
        ("Something", "an old Office format"),
    ] {
        let mut ole = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
        ole.create_stream(stream).unwrap().write_all(b"x").unwrap();
        let bytes = ole.into_inner().into_inner();
        for name in ["l.xls", "l.xlsx", "l.csv"] {
            assert!(refused(name, &bytes).text.en.contains(en), "{stream}");
        }
    }
}

#[test]
fn archives_by_what_is_in_them() {
    for (names, en) in [
        (&["[Content_Types].xml", "word/document.xml"][..], "a Word document"),
        (&["[Content_Types].xml", "xl/workbook.bin"], "a binary workbook"),
        (&["mimetype", "content.xml"], "OpenDocument"),
        (&["staff.csv"], "an archive"),
    ] {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in names {
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(b"x").unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        assert!(refused("l.xlsx", &bytes).text.en.contains(en), "{names:?}");
    }
}
