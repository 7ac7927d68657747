//! A terminal session as text, for a snapshot: values that differ between runs are replaced.

use crate::harness::{Ground, Ran};

pub(crate) struct Transcript<'a> {
    ground: &'a Ground,
    lang: &'static str,
    pub(crate) text: String,
}

impl<'a> Transcript<'a> {
    pub(crate) fn new(ground: &'a Ground, lang: &'static str) -> Self {
        Self { ground, lang, text: String::new() }
    }

    /// Runs a command and writes down what a person would see.
    pub(crate) fn run(&mut self, words: &[&str]) -> Ran {
        self.feed(words, "")
    }

    /// The same for several sign-ins at once, whose lines come in any order.
    pub(crate) fn run_many(&mut self, words: &[&str]) {
        let mut all = vec!["--lang", self.lang];
        all.extend(words);
        let ran = self.ground.run(&all);
        let mut lines: Vec<&str> = ran.out.lines().collect();
        lines.sort_unstable();
        self.write(words, &Ran { code: ran.code, out: lines.join("\n") + "\n", err: ran.err.clone() });
    }

    pub(crate) fn feed(&mut self, words: &[&str], input: &str) -> Ran {
        let mut all = vec!["--lang", self.lang];
        all.extend(words);
        let ran = self.ground.feed(&all, input);
        self.write(words, &ran);
        ran
    }

    fn write(&mut self, words: &[&str], ran: &Ran) {
        self.text.push_str(&format!("$ hallpass {}\n", words.join(" ")));
        self.text.push_str(&ran.out);
        for line in ran.err.lines() {
            self.text.push_str(&format!("2> {line}\n"));
        }
        self.text.push_str(&format!("[{}]\n\n", ran.code));
    }

    /// Compares with the snapshot of that name.
    pub(crate) fn check(self, name: &str) {
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let folder = self.ground.folder.path().display().to_string();
        let text = self.text.replace(&folder, "FOLDER");
        for (pattern, put) in FILTERS {
            settings.add_filter(pattern, *put);
        }
        let name = format!("{name}-{}", self.lang);
        settings.bind(|| insta::assert_snapshot!(name, text));
    }
}

/// Widths of columns follow what they hold, so that blanks between them are as good as two.
const FILTERS: &[(&str, &str)] = &[
    (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "MOMENT"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d \+00:00)?", "MOMENT"),
    (r"([0-9A-Z]{7}-){7}[0-9A-Z]{7}", "RECOVERY-KEY"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
    (r#"(任务 ?|[Jj]ob |resume |forget |show |Job  +|任务  +|"job": ")[0-9a-f]{8}"#, "${1}JOB"),
    (r"(  )[0-9a-f]{8}(  |\n)", "${1}JOB$2"),
    // A slow machine shows progress in between.
    (r"(?m)^2> (reading|creating keys|读取|新建密钥|writing|写出).*\n", ""),
    (r#"(answer |"pending": "|drop |登录 ?|[Ss]ign-in )[0-9a-f]{8}"#, "${1}PENDING"),
    (r"(取用令牌|token exported|登录|signed in)  +[\w-]{4}(  |\n)", "$1  HINT$2"),
    (r"(?m)^[0-9a-f]{8}  ", "PENDING  "),
    (r"…[\w-]{4}\b", "…HINT"),
    (r#""token_hint": "[^"]+""#, r#""token_hint": "HINT""#),
    (r#""(seconds_left|clock_offset_seconds|retry_after_seconds)": -?\d+"#, r#""$1": SECONDS"#),
    (r"Bearer \S+", "Bearer TOKEN"),
    (r"\b(wait )?(\d+) (d|h|min|s)( \d+ (h|min|s))?\b( left|\)|  )", "${1}SPAN$6"),
    (r"(还剩|还需等待|  )\d+(天|小时|分钟|秒)(\d+(小时|分钟|秒))?", "${1}SPAN"),
    (r"(?m)(\S)  +", "$1  "),
];
