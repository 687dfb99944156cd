//! Takes the article out of a web page: its words with their places, its date and its site. Goes by the page's form
//! alone, in one pass over its tags, however broken they are.

mod block;
mod regions;
mod writer;

use self::block::blocks;
use self::regions::Regions;
use self::writer::Writer;
use super::offsets::Run;
use html5gum::{HtmlString, StartTag, Token, Tokenizer, emitters::default::DefaultEmitter};
use jiff::Timestamp;
use truce_model::{Name, Published};

/// An article that was taken out of a page.
#[derive(Debug)]
pub(super) struct Page {
    /// Its words: a paragraph a line, blank lines between.
    pub text: String,
    /// The way from there to the page's source.
    pub runs: Vec<Run>,
    /// When it was published, as the page's head tells.
    pub published: Option<Published>,
    /// The site, as the page's head tells.
    pub site: Option<Name>,
}

/// Tags with which a page, or a piece of one, begins.
const FIRST: &[&str] = &[
    "!doctype html",
    "html",
    "head",
    "body",
    "title",
    "meta",
    "link",
    "div",
    "article",
    "section",
    "main",
    "header",
    "p",
    "h1",
    "h2",
    "h3",
    "table",
    "script",
    "style",
    "!--",
    "span",
    "ul",
    "nav",
    "center",
    "font",
];
/// Whether a file is a web page or a piece of one, by its name or its first tag.
pub(super) fn is_page(file: &str, source: &str) -> bool {
    let mut head = source.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with("<?xml") {
        head = head.split_once("?>").map_or(head, |(_, rest)| rest).trim_start();
    }
    let named = file
        .rsplit('.')
        .next()
        .is_some_and(|end| ["html", "htm", "xhtml"].iter().any(|page| end.eq_ignore_ascii_case(page)));
    let Some(tag) = head.strip_prefix('<') else { return named };
    named
        || FIRST.iter().any(|first| {
            tag.get(..first.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(first))
                && (*first == "!--" || !tag[first.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()))
        })
}

/// Takes the article out of a page; its text is empty if the page holds none.
pub(super) fn article(source: &str) -> Page {
    let tokens = tokens(source);
    let regions = Regions::of(&tokens);
    let blocks = blocks(source, &tokens, &regions);
    let chosen = regions.article(&blocks);
    let mut writer = Writer { source, text: String::new(), runs: Vec::new(), space: None };
    let mut prose = false;
    for block in blocks.iter().filter(|block| chosen.contains(&block.token) && block.is_of_article()) {
        writer.block(block);
        prose |= block.is_prose();
    }
    let (published, site) = head(&tokens);
    if !prose {
        (writer.text, writer.runs) = (String::new(), Vec::new());
    }
    Page { text: writer.text, runs: writer.runs, published, site }
}

type Tag = StartTag<usize>;

fn tokens(source: &str) -> Vec<Token<usize>> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let read = Tokenizer::new_with_emitter(source, emitter);
    read.filter_map(Result::ok)
        .filter(|token| matches!(token, Token::StartTag(_) | Token::EndTag(_) | Token::String(_)))
        .collect()
}

fn name(name: &HtmlString) -> &str {
    std::str::from_utf8(name).unwrap_or_default()
}

fn attribute<'t>(tag: &'t Tag, wanted: &[u8]) -> Option<&'t str> {
    tag.attributes.get(wanted).and_then(|value| std::str::from_utf8(&value.value).ok())
}

/// The date and the site that a page's head tells.
fn head(tokens: &[Token<usize>]) -> (Option<Published>, Option<Name>) {
    let (mut published, mut site) = (None, None);
    for token in tokens {
        let Token::StartTag(tag) = token else { continue };
        if name(&tag.name) != "meta" {
            continue;
        }
        let names = ["property", "name", "itemprop"].iter().find_map(|kind| attribute(tag, kind.as_bytes()));
        let (Some(names), Some(content)) = (names, attribute(tag, b"content")) else { continue };
        match names.to_ascii_lowercase().as_str() {
            "article:published_time"
            | "datepublished"
            | "pubdate"
            | "date"
            | "dc.date"
            | "dc.date.issued" => {
                published = published.or_else(|| when(content.trim()));
            }
            "og:site_name" => site = site.or_else(|| Name::parse(content.trim()).ok()),
            _ => {}
        }
    }
    (published, site)
}

fn when(words: &str) -> Option<Published> {
    let moment = words.parse::<Timestamp>().ok().map(Published::At);
    moment.or_else(|| words.get(..10)?.parse().ok().map(Published::Day))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Arden - Field Wire</title>\n\
        <meta property=\"og:site_name\" content=\"Field Wire\">\n\
        <meta property=\"article:published_time\" content=\"2031-03-05T06:10:00Z\">\n\
        <style>p { color: red }</style><script>var a = \"<p>Tanks in Tal fired all night long.</p>\";</script></head>\n\
        <body><nav><ul><li><a href=/>Home</a><li><a href=/w>World news of this day, every day.</a></ul></nav>\n\
        <article><h1>Shells hit Arden</h1>\n<div class=\"share-bar\">Share this story with all of your friends.</div>\n\
        <p>ARDEN (Field Wire) &ndash; Shells fell on <b>Ar</b>den&rsquo;s\n   market on Tuesday, the mayor&nbsp;said.<br>\
        Nobody was hurt there, AT&T said.\n<p>Both sides denied it &amp; blamed each other for the fire.\n\
        <p><a href=/x>Read more about the truce in Ruba and Tal.</a></p></article>\n\
        <footer>All rights are reserved by the owners of this site.</footer></body></html>";

    #[test]
    fn the_article_is_taken_out_of_its_page() {
        let page = article(PAGE);
        assert_eq!(
            page.text,
            "Shells hit Arden\n\nARDEN (Field Wire) – Shells fell on Arden’s market on Tuesday, the mayor\u{a0}said.\n\
             Nobody was hurt there, AT&T said.\n\nBoth sides denied it & blamed each other for the fire."
        );
        assert_eq!(page.site.as_ref().map(Name::as_str), Some("Field Wire"));
        assert_eq!(page.published.map(|p| p.to_string()).as_deref(), Some("2031-03-05T06:10:00Z"));
    }

    #[test]
    fn broken_pages_are_read_as_far_as_they_go() {
        let check = |source: &str, text: &str| assert_eq!(article(source).text, text, "{source}");
        let story = "Shells fell on the market of Arden on Tuesday, the mayor said.";
        check(&format!("<html><body><nav><div><p>{story}"), story);
        check(&format!("</div></p></b><p <p>{story}</i></span></body"), story);
        check(&format!("<div><article><p>{story}</article></div></article>"), story);
        check(
            &format!("<p>{story} &bogus; &#x; &#0; &lt;b&gt;"),
            &format!("{story} &bogus; &#x; \u{fffd} <b>"),
        );
        check("<html><body><div><a href=/>Home</a> <a>News</a></div></body></html>", "");
        check(&format!("<script>{story}"), "");
    }

    #[test]
    fn a_page_is_known_by_its_name_or_its_first_tag() {
        for (file, text) in [
            ("a.txt", "\u{feff}\n<!DOCTYPE HTML><p>"),
            ("a.txt", "<div class=x>Arden"),
            ("a", "<?xml version='1.0'?>\n<html>"),
            ("a.HTML", "Arden"),
        ] {
            assert!(is_page(file, text), "{text}");
        }
        for text in ["Arden <b>was</b> quiet", "<poem>", "<Arden>", "", "< p >"] {
            assert!(!is_page("a.txt", text), "{text}");
        }
    }

    #[test]
    fn nesting_costs_no_more_than_length() {
        let source = "<article><div><p><a><b><nav>".repeat(40_000);
        assert_eq!(article(&source).text, "");
        let source = "<article>".repeat(50_000)
            + "Arden was quiet all day, said the mayor."
            + &"</article>".repeat(50_000);
        assert!(article(&source).text.starts_with("Arden"));
        assert!(article(&"&".repeat(200_000)).text.is_empty());
    }
}
