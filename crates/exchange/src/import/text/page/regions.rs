//! Tells which words of a page are none of the article's, and which element is the article.

use super::block::Block;
use super::{Tag, attribute, name};
use html5gum::Token;
use std::{collections::HashMap, ops::Range};

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
/// The share of a page's words that an element of the name `article` or `main` must hold to be the article.
const SHARE: f64 = 0.4;

/// Which tokens stand within what.
pub(super) struct Regions {
    /// For each token, whether it stands in words that are none of the article's.
    pub(super) aside: Vec<bool>,
    /// Elements that can be the article, a list for each kind, the likelier kind first.
    candidates: [Vec<Range<usize>>; 2],
    tokens: usize,
}

impl Regions {
    /// Pairs each end with the last open start of its name; what is never closed encloses nothing.
    pub(super) fn of(tokens: &[Token<usize>]) -> Regions {
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
    pub(super) fn article(&self, blocks: &[Block]) -> Range<usize> {
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
