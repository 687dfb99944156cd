//! Takes the article out of a web page: its words with their places, its date and its site. Goes by the page's form
//! alone, in one pass over its tags, however broken they are.

use super::offsets::Run;
use html5gum::{HtmlString, StartTag, Token, Tokenizer, emitters::default::DefaultEmitter};
use jiff::Timestamp;
use std::{collections::HashMap, ops::Range};
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
/// Elements whose words are none of the article's.
const ASIDE: &[&str] = &[
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "svg", "select", "button",
    "iframe", "object", "dialog", "menu", "textarea", "video", "audio", "head", "figure", "math",
];
/// Words in the class or id of an element whose words are none of the article's.
const ASIDE_CLASSES: &[&str] = &[
    "comment",
    "comments",
    "related",
    "share",
    "sharing",
    "social",
    "promo",
    "sidebar",
    "newsletter",
    "cookie",
    "cookies",
    "advert",
    "ad",
    "ads",
    "breadcrumb",
    "breadcrumbs",
    "footer",
    "nav",
    "navigation",
    "menu",
    "subscribe",
    "recommended",
    "popup",
    "banner",
];
/// Elements that stand within a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr", "img", "input", "nobr", "acronym",
];
/// The share of a page's words that an element of the name `article` or `main` must hold to be the article.
const SHARE: f64 = 0.4;

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

/// Which tokens stand within what.
struct Regions {
    /// For each token, whether it stands in words that are none of the article's.
    aside: Vec<bool>,
    /// Elements that can be the article, a list for each kind, the likelier kind first.
    candidates: [Vec<Range<usize>>; 2],
    tokens: usize,
}

impl Regions {
    /// Pairs each end with the last open start of its name; what is never closed encloses nothing.
    fn of(tokens: &[Token<usize>]) -> Regions {
        let mut open: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut depth = vec![0i32; tokens.len() + 1];
        let (mut articles, mut mains) = (Vec::new(), Vec::new());
        for (at, token) in tokens.iter().enumerate() {
            match token {
                Token::StartTag(tag) if !tag.self_closing => {
                    open.entry(name(&tag.name)).or_default().push(at)
                }
                Token::EndTag(tag) => {
                    let Some(start) = open.get_mut(name(&tag.name)).and_then(Vec::pop) else { continue };
                    let Token::StartTag(tag) = &tokens[start] else { continue };
                    if is_aside(tag) {
                        depth[start] += 1;
                        depth[at] -= 1;
                    } else if name(&tag.name) == "article" {
                        articles.push(start..at);
                    } else if name(&tag.name) == "main" || attribute(tag, b"role") == Some("main") {
                        mains.push(start..at);
                    }
                }
                _ => {}
            }
        }
        // What is no text to a browser stays none up to the end of the page.
        for name in ["script", "style"] {
            open.get(name).into_iter().flatten().for_each(|start| depth[*start] += 1);
        }
        let within = depth.iter().scan(0, |sum, change| {
            *sum += change;
            Some(*sum > 0)
        });
        Regions { aside: within.collect(), candidates: [articles, mains], tokens: tokens.len() }
    }

    /// The element that holds the article: one of its kind with a good share of the words, else the whole page.
    fn article(&self, blocks: &[Block]) -> Range<usize> {
        // Sums before each block, so that nested elements cost nothing more.
        let mut before = vec![0];
        for block in blocks {
            let words = if block.is_prose() { block.bytes } else { 0 };
            before.push(before[before.len() - 1] + words);
        }
        let words = |range: &Range<usize>| {
            let [from, to] =
                [range.start, range.end].map(|token| blocks.partition_point(|block| block.token < token));
            before[to] - before[from]
        };
        let all = before[blocks.len()] as f64;
        let good = self.candidates.iter().find_map(|kind| {
            let best = kind.iter().max_by_key(|range| (words(range), range.len()))?;
            (words(best) > 0 && words(best) as f64 >= all * SHARE).then(|| best.clone())
        });
        good.unwrap_or(0..self.tokens)
    }
}

fn is_aside(tag: &Tag) -> bool {
    let tag_name = name(&tag.name);
    if ASIDE.contains(&tag_name) || attribute(tag, b"aria-hidden") == Some("true") {
        return true;
    }
    if tag.attributes.contains_key(b"hidden".as_slice()) {
        return true;
    }
    let encloses = ["body", "html", "main", "article"].contains(&tag_name);
    let named = |wanted: &[u8]| {
        attribute(tag, wanted).is_some_and(|value| {
            value
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| ASIDE_CLASSES.iter().any(|aside| word.eq_ignore_ascii_case(aside)))
        })
    };
    !encloses && (named(b"class") || named(b"id"))
}

/// A stretch of a page that stands on lines of its own.
struct Block {
    /// Its first token.
    token: usize,
    /// Stretches of the source that hold its words, and line breaks between them.
    pieces: Vec<Piece>,
    bytes: usize,
    /// Bytes that lead elsewhere.
    linked: usize,
    heading: bool,
    /// Whether it ends like a sentence.
    closed: bool,
}

enum Piece {
    Words(Range<usize>),
    Break(usize),
}

impl Block {
    /// Whether it reads like a sentence of the article and not like a button or a list of links.
    fn is_prose(&self) -> bool {
        self.bytes >= 25 && self.linked * 2 < self.bytes && self.closed
    }

    fn is_of_article(&self) -> bool {
        self.is_prose()
            || (self.bytes > 0 && (self.heading || (self.linked * 2 < self.bytes && self.bytes >= 12)))
    }
}

fn blocks(source: &str, tokens: &[Token<usize>], regions: &Regions) -> Vec<Block> {
    let new = |token: usize, heading: bool| Block {
        token,
        pieces: Vec::new(),
        bytes: 0,
        linked: 0,
        heading,
        closed: false,
    };
    let (mut blocks, mut block) = (Vec::new(), new(0, false));
    let (mut links, mut headings) = (0usize, 0usize);
    for (at, token) in tokens.iter().enumerate() {
        let (tag, starts) = match token {
            Token::String(_) if regions.aside[at] => continue,
            Token::String(words) => {
                let range = words.span.start..words.span.end.min(source.len());
                let Some(raw) = source.get(range.clone()) else { continue };
                let said = raw.split_whitespace().map(str::len).sum::<usize>();
                block.bytes += said;
                block.linked += if links > 0 { said } else { 0 };
                if said > 0 {
                    let end = raw.trim_end().trim_end_matches(['”', '"', '’', '\'', ')', '»']);
                    block.closed = end.ends_with(['.', '!', '?', '…', ';']);
                }
                block.pieces.push(Piece::Words(range));
                continue;
            }
            Token::StartTag(tag) => (name(&tag.name), true),
            Token::EndTag(tag) => (name(&tag.name), false),
            _ => continue,
        };
        if tag == "a" {
            links = usize::from(starts);
        } else if tag == "br" {
            let Token::StartTag(here) = token else { continue };
            block.pieces.push(Piece::Break(here.span.start));
        } else if !INLINE.contains(&tag) {
            if matches!(tag, "h1" | "h2" | "h3") {
                headings = usize::from(starts);
            }
            links = 0;
            blocks.push(std::mem::replace(&mut block, new(at, headings > 0)));
        }
    }
    blocks.push(block);
    blocks.retain(|block| block.bytes > 0);
    blocks
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

/// Writes the words of blocks: white space is one space, references are their characters.
struct Writer<'s> {
    source: &'s str,
    text: String,
    runs: Vec<Run>,
    /// White space that comes before the next word, by its place.
    space: Option<Range<usize>>,
}

impl Writer<'_> {
    fn block(&mut self, block: &Block) {
        self.space = None;
        let mut first = true;
        for piece in &block.pieces {
            match piece {
                Piece::Break(_) if first => {}
                Piece::Break(at) => {
                    self.space = None;
                    if !self.text.ends_with('\n') {
                        self.put("\n", *at..*at);
                    }
                }
                Piece::Words(range) => {
                    let source = &self.source[range.clone()];
                    if first && source.trim().is_empty() {
                        continue;
                    }
                    if first && !self.text.is_empty() {
                        self.put("\n\n", range.start..range.start);
                    }
                    first = false;
                    self.words(range.clone());
                }
            }
        }
    }

    fn words(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.source[at..range.end];
            let Some(letter) = rest.chars().next() else { break };
            let width = letter.len_utf8();
            if letter == '&' {
                at = self.reference(at, rest);
            } else if letter.is_whitespace() && letter != '\u{a0}' {
                self.space.get_or_insert(at..at + width);
                at += width;
            } else {
                self.letters(at..at + width);
                at += width;
            }
        }
    }

    fn letters(&mut self, range: Range<usize>) {
        self.give_space();
        let source = self.source;
        self.put(&source[range.clone()], range);
    }

    fn give_space(&mut self) {
        if let Some(space) = self.space.take()
            && !self.text.is_empty()
            && !self.text.ends_with('\n')
        {
            self.put(" ", space);
        }
    }

    /// Writes the character that `&name;` or `&#number;` stands for; returns where the text goes on.
    fn reference(&mut self, at: usize, rest: &str) -> usize {
        let body = rest[1..].bytes().take(32).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
        let closed = rest.as_bytes().get(1 + body) == Some(&b';');
        let raw = &rest[..1 + body + usize::from(closed)];
        let read = Tokenizer::new(raw).filter_map(Result::ok).find_map(|token| match token {
            Token::String(words) => String::from_utf8(words.value.to_vec()).ok(),
            _ => None,
        });
        let Some(words) = read.filter(|words| words != raw) else {
            self.letters(at..at + 1);
            return at + 1;
        };
        // A name that needs no semicolon may have letters of the text behind it.
        let tail = words.bytes().rev().zip(raw[1..].bytes().rev()).take_while(|(a, b)| a == b).count();
        let tail =
            if closed { 0 } else { tail.min(words.len() - words.chars().next().map_or(0, char::len_utf8)) };
        let (taken, said) = (raw.len() - tail, &words[..words.len() - tail]);
        if said.trim().is_empty() && !said.contains('\u{a0}') {
            self.space.get_or_insert(at..at + taken);
        } else {
            self.give_space();
            self.put(said, at..at + taken);
        }
        at + taken
    }

    fn put(&mut self, words: &str, from: Range<usize>) {
        let (at, len, taken) = (self.text.len(), words.len(), from.len());
        self.text.push_str(words);
        let same = self.source.get(from.clone()) == Some(words);
        match self.runs.last_mut() {
            Some(last) if last.same && same && last.from + last.taken == from.start => {
                last.len += len;
                last.taken += taken;
            }
            _ => self.runs.push(Run { at, len, from: from.start, taken, same }),
        }
    }
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
