//! Why a row is not sent: a code with its values, and its message.

use hallpass_providers::Text;
use serde::{Deserialize, Serialize};

/// Why a row is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The cell it is about, where that is not the account's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<ReasonCell>,
    /// What is wrong.
    #[serde(flatten)]
    pub kind: ReasonKind,
}

/// A cell beside the account's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReasonCell {
    /// The site of a directory.
    SiteId,
    /// The kind of account in a table that Hallpass wrote.
    Kind,
}

/// What is wrong with a row. The codes are stable: a surface groups rows by them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ReasonKind {
    /// The cell of the account is empty.
    NoAccount,
    /// Both `loginname` and `extloginname` are filled in.
    TwoNames,
    /// `extloginname` without `siteid`.
    NoSite,
    /// A table of Hallpass with a kind that it does not write.
    UnknownKind,
    /// More characters than any account has.
    TooLong {
        /// How many it may have.
        most: u64,
    },
    /// A line that no list has.
    LineTooLong,
    /// More cells than there are columns: the account might be in another one.
    TooManyCells {
        /// Cells of the row.
        cells: u64,
        /// Columns of the list.
        columns: u64,
    },
    /// A separator where one account should be.
    Separator {
        /// The separator.
        separator: char,
    },
    /// Several words with an address among them.
    Blanks,
    /// A quotation mark is opened and never closed.
    OpenQuote,
    /// Text follows a closing quotation mark.
    TextAfterQuote,
    /// A line ends within the account.
    LineBreak,
    /// Control characters.
    Control,
    /// Bytes that are no text in the list's encoding.
    Undecodable,
    /// Characters without a width, or that turn the direction of text.
    Invisible,
    /// Full-width letters, digits or signs.
    FullWidth,
    /// Tags, angle brackets or characters written out.
    Markup,
    /// The word of a header.
    Header,
    /// The row is above the header.
    AboveHeader,
    /// A row that the spreadsheet hides, by hand or by a filter.
    HiddenRow,
    /// A number format makes the cell show another text than it stores.
    NumberFormat,
    /// A number of more digits than a spreadsheet keeps, or with a fraction.
    InexactNumber,
    /// A date or a time.
    Date,
    /// TRUE or FALSE.
    Boolean,
    /// An error value such as `#N/A`.
    ErrorValue,
    /// A formula that was never calculated.
    NoStoredValue,
    /// The text of a formula.
    Formula,
    /// A number in scientific notation.
    Scientific,
    /// Number signs, which a spreadsheet shows in a column that is too narrow.
    NarrowColumn,
    /// A percentage, a number with an empty fraction or thousands separators, a sum of money.
    FormattedNumber,
    /// What programs write for nothing: `NULL`, `NaN`, a dash.
    Placeholder,
    /// What a call would refuse.
    Refused {
        /// Why.
        text: Text,
    },
}

impl From<ReasonKind> for Reason {
    fn from(kind: ReasonKind) -> Self {
        Self { cell: None, kind }
    }
}

impl Reason {
    pub(super) fn in_cell(kind: ReasonKind, cell: Option<ReasonCell>) -> Self {
        Self { cell, kind }
    }

    /// What is wrong, and what to do about it where that is not plain.
    pub fn text(&self) -> Text {
        let text = self.kind.text();
        match self.cell {
            None => text,
            Some(ReasonCell::SiteId) => Text::made(format!("siteid：{}", text.zh), format!("siteid: {}", text.en)),
            Some(ReasonCell::Kind) => Text::made(format!("kind：{}", text.zh), format!("kind: {}", text.en)),
        }
    }
}

impl ReasonKind {
    fn text(&self) -> Text {
        match self {
            Self::TooLong { most } => {
                Text::made(format!("超过{most}个字符"), format!("it is longer than {most} characters"))
            }
            Self::TooManyCells { cells, columns } => Text::made(
                format!("这一行有{cells}个单元格，而列表只有{columns}列"),
                format!("the line has {cells} cells but the list has {columns} columns"),
            ),
            Self::Separator { separator } => {
                let (zh, en) = separator_name(*separator);
                Text::made(
                    format!("这一行含有分隔符：{zh}；请每行只写一个账号，或加上含loginname的表头"),
                    format!(
                        "the line has a separator, {en}; put one account on each line, or add a header with loginname"
                    ),
                )
            }
            Self::Refused { text } => text.clone(),
            _ => self.fixed(),
        }
    }

    /// The words of those without a value.
    fn fixed(&self) -> Text {
        let (zh, en) = self.of_rows().or_else(|| self.of_text()).unwrap_or_else(|| self.of_spreadsheets());
        Text::new(zh, en)
    }

    fn of_rows(&self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::NoAccount => ("没有账号", "there is no account"),
            Self::TwoNames => (
                "loginname和extloginname都填了，只能填一个",
                "both loginname and extloginname are filled in; keep only one",
            ),
            Self::NoSite => ("有extloginname但没有siteid", "there is an extloginname without a siteid"),
            Self::UnknownKind => ("只能是loginname或extloginname", "it must be loginname or extloginname"),
            Self::LineTooLong => ("这一行超过1 MiB", "the line is longer than 1 MiB"),
            Self::OpenQuote => ("有一个引号没有配对", "a quotation mark is not closed"),
            Self::TextAfterQuote => (
                "引号后面还有文字；可能有一个引号没有配对",
                "text follows a closing quotation mark; one may not be closed",
            ),
            Self::LineBreak => (
                "账号里有换行；可能有一个引号没有配对",
                "the account contains a line break; a quotation mark may not be closed",
            ),
            Self::Header => ("这是表头，不是账号", "this is a header, not an account"),
            Self::AboveHeader => ("在表头上方", "it is above the header"),
            Self::HiddenRow => (
                "这一行被隐藏或筛选掉了；要发送请先取消隐藏",
                "the row is hidden or filtered out; unhide it to send it",
            ),
            _ => return None,
        })
    }

    fn of_text(&self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::Blanks => (
                "地址前后或中间有空格；请每行只写一个账号",
                "the address has spaces in or around it; put one account on each line",
            ),
            Self::Control => ("含有控制字符", "it contains control characters"),
            Self::Undecodable => {
                ("含有无法识别的字符；请把列表存为UTF-8", "it contains unreadable characters; save the list as UTF-8")
            }
            Self::Invisible => ("含有看不见的字符", "it contains invisible characters"),
            Self::FullWidth => (
                "含有全角字母、数字或符号；请改为半角",
                "it contains full-width letters, digits or symbols; replace them with ordinary ones",
            ),
            Self::Markup => ("含有标记或尖括号", "it contains markup or angle brackets"),
            Self::Formula => ("这是公式本身，不是它的结果", "this is the text of a formula, not its result"),
            Self::Placeholder => {
                ("这是空值的占位符，不是账号", "this is a placeholder for an empty value, not an account")
            }
            _ => return None,
        })
    }

    fn of_spreadsheets(&self) -> (&'static str, &'static str) {
        match self {
            Self::NumberFormat => (
                "单元格因数字格式，显示的与存储的不同；请另存为CSV，其中是显示的内容",
                "because of its number format, the cell displays something other than it stores; save the sheet as \
                CSV, which contains what is displayed",
            ),
            Self::InexactNumber => (
                "这个单元格是数字，Excel只保留15位；请把这一列设为文本后重新输入",
                "the cell is a number, and Excel keeps only 15 digits; format the column as text and enter it again",
            ),
            Self::Date => (
                "这是日期或时间；请把这一列设为文本后重新输入",
                "this is a date or a time; format the column as text and enter it again",
            ),
            Self::Boolean => (
                "这是逻辑值；请把这一列设为文本后重新输入",
                "this is TRUE or FALSE; format the column as text and enter it again",
            ),
            Self::ErrorValue => ("这是公式的错误值", "this is a formula error value"),
            Self::NoStoredValue => (
                "公式没有存储结果；请在Excel中打开并保存一次",
                "the formula has no stored result; open the file in Excel and save it once",
            ),
            Self::Scientific => (
                "这是科学记数法，原来的数字已丢失；请把这一列设为文本后重新输入",
                "this is in scientific notation and digits were lost; format the column as text and enter it again",
            ),
            Self::NarrowColumn => (
                "这是列太窄时显示的 #；请加宽这一列后重新导出",
                "this is the # filler of a column that is too narrow; widen the column and export the list again",
            ),
            _ => (
                "这是带格式的数字；请把这一列设为文本后重新输入",
                "this is a formatted number; format the column as text and enter it again",
            ),
        }
    }
}

/// How a separator is called in a sentence.
pub(super) fn separator_name(separator: char) -> (String, String) {
    let (zh, en) = match separator {
        ',' => ("逗号（,）", "a comma (,)"),
        ';' => ("分号（;）", "a semicolon (;)"),
        '\t' => ("制表符", "a tab"),
        '|' => ("竖线（|）", "a vertical bar (|)"),
        '，' => ("全角逗号（，）", "a full-width comma (，)"),
        '；' => ("全角分号（；）", "a full-width semicolon (；)"),
        '、' => ("顿号（、）", "an ideographic comma (、)"),
        '｜' => ("全角竖线（｜）", "a full-width vertical bar (｜)"),
        ' ' => ("空格", "a space"),
        other => return (other.to_string(), other.to_string()),
    };
    (zh.to_owned(), en.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Reason, ReasonCell, ReasonKind};

    #[test]
    fn a_reason_is_kept_as_a_code_with_its_values() {
        let kind = ReasonKind::TooManyCells { cells: 3, columns: 2 };
        let reason = Reason::in_cell(kind, Some(ReasonCell::SiteId));
        let kept = serde_json::to_string(&reason).unwrap();
        assert_eq!(kept, r#"{"cell":"siteid","code":"too_many_cells","cells":3,"columns":2}"#);
        assert_eq!(serde_json::from_str::<Reason>(&kept).unwrap(), reason);
        let plain = serde_json::to_string(&Reason::from(ReasonKind::Date)).unwrap();
        assert_eq!(plain, r#"{"code":"date"}"#);
        let separator = Reason::from(ReasonKind::Separator { separator: '、' });
        assert_eq!(serde_json::from_str::<Reason>(&serde_json::to_string(&separator).unwrap()).unwrap(), separator);
    }
}
