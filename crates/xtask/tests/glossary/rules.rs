//! The rules of STYLE.md that a machine can check.

use super::pairs::{Sentence, has_han};

/// English that is not written, each as whole words.
const ENGLISH: &[&str] = &[
    "in clear",
    "held back",
    "holds back",
    "on the way",
    "a person is needed",
    "ways in",
    "no longer takes",
    "still takes",
    "takes the token",
    "wants a confirmation",
    "cannot be reached",
    "took no connection",
    "go on",
    "goes on",
    "by itself",
    "sealed",
    "stands",
    "stand",
    "anew",
    "nobody says",
    "is told",
    "makes keys",
    "stated end",
    "all the same",
    "tries left",
    "try left",
    "at the team server",
    "everybody",
    "somebody",
    "whoever",
    "table of keys",
    "the present one",
    "holds",
    "of one's own",
    "shall",
    "cannot be had",
];

/// Chinese that is not written, and what is instead.
const CHINESE: &[(&str, &str)] = &[
    ("你", "您"),
    ("注销", "退出登录"),
    ("账户", "账号"),
    ("档案", "配置"),
    ("沙盒", "沙箱"),
    ("数据目录", "数据文件夹"),
    ("个目录", "文件夹"),
    ("劝阻", "已拦截"),
    ("拦下", "已拦截"),
    ("需要人", "需要您操作"),
    ("路上的人", "网络上的第三方"),
    ("没有人说明", "服务器未说明"),
    ("证书机构", "证书颁发机构"),
    ("明文http", "明文HTTP"),
    ("名字", "名称"),
    ("不是名单", "不是账号列表"),
    ("多因子", "二次验证"),
    ("什么也没有发送", "没有发送任何内容"),
];

/// The rules that a sentence breaks.
pub(crate) fn broken(sentence: &Sentence) -> Vec<String> {
    if sentence.chinese { chinese(&sentence.text) } else { english(&sentence.text) }
}

fn english(text: &str) -> Vec<String> {
    let words =
        format!(" {} ", text.to_lowercase().replace(|letter: char| !letter.is_alphanumeric() && letter != '\'', " "));
    let mut broken: Vec<String> = ENGLISH
        .iter()
        .filter(|phrase| words.contains(&format!(" {phrase} ")))
        .map(|phrase| format!("\"{phrase}\""))
        .collect();
    if text.contains('!') {
        broken.push("an exclamation mark".to_owned());
    }
    broken
}

fn chinese(text: &str) -> Vec<String> {
    let mut broken: Vec<String> = CHINESE
        .iter()
        .filter(|(word, _)| text.contains(word))
        .map(|(word, instead)| format!("「{word}」，用「{instead}」"))
        .collect();
    let letters: Vec<char> = text.chars().collect();
    let han = |letter: char| has_han(letter.encode_utf8(&mut [0; 4]));
    let half = |letter: char| matches!(letter, ',' | ';' | ':' | '?' | '!' | '(' | ')');
    if letters.windows(2).any(|pair| (han(pair[0]) && half(pair[1])) || (half(pair[0]) && han(pair[1]))) {
        broken.push("半角标点".to_owned());
    }
    let latin = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '{' | '}');
    let gap =
        |three: &[char]| three[1] == ' ' && ((han(three[0]) && latin(three[2])) || (latin(three[0]) && han(three[2])));
    if letters.windows(3).any(gap) {
        broken.push("中西文之间的空格".to_owned());
    }
    if text.contains(['!', '！']) {
        broken.push("感叹号".to_owned());
    }
    broken
}
