//! Invariants of the whole: trees are trees, tokens cover the text, bad models are refused.

use super::dense::Packed;
use super::model::{DISTANCES, Model, WINDOW};
use super::tree::{self, TreeScratch};
use super::{Matrix, Number, Parser, Relation, Scratch, Tag, Token, Upos, VerbForm, tokens};
use proptest::prelude::*;

/// Draws weights that mean nothing, so that any tree can come out.
fn noise(inner: usize, cols: usize, seed: u64) -> Matrix {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / 8_388_608.0 - 1.0
    };
    let weights = (0..inner * cols).map(|_| next()).collect();
    Matrix { inner, cols, weights, bias: (0..cols).map(|_| next()).collect() }
}

fn small(seed: u64) -> Model {
    let tag = |upos| Tag { upos, form: VerbForm::Not, number: Number::Not, passive: false };
    let (hidden, arc, label) = (8, 6, 5);
    Model {
        hidden,
        arc,
        label,
        tags: vec![tag(Upos::Noun), tag(Upos::Verb), tag(Upos::Punct)],
        relations: vec![Relation::Nsubj, Relation::Obj, Relation::Root],
        keys: vec![7, 11],
        scales: vec![0.01; 3],
        rows: (0..24).map(|i| (i * 37 % 251) as u8 as i8).collect(),
        conv: noise(8 * WINDOW, 8, seed),
        layers: vec![noise(8, 16, seed + 1)],
        tag: noise(8, 3, seed + 2),
        heads: noise(8, 2 * (arc + label), seed + 3),
        meet: noise(arc, arc, seed + 4),
        root: noise(1, arc, seed + 5),
        near: noise(arc, DISTANCES, seed + 6),
        label_near: noise(DISTANCES, label, seed + 7),
        relation: noise(label, 3, seed + 8),
    }
}

fn check_tree(heads: &[Option<usize>]) {
    let roots = heads.iter().filter(|h| h.is_none()).count();
    assert_eq!(roots, usize::from(!heads.is_empty()));
    let coded: Vec<usize> = heads.iter().map(|h| h.map_or(0, |h| h + 1)).collect();
    assert!(coded.is_empty() || tree::is_tree(&coded, &mut TreeScratch::default()), "{coded:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_forms_give_one_projective_tree(
        forms in prop::collection::vec(".{0,9}", 0..200),
        seed in 0_u64..50,
    ) {
        let parser = Parser::from_model(&small(seed)).expect("small model");
        let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
        let words = parser.parse(&forms, &mut Scratch::default());
        prop_assert_eq!(words.len(), forms.len());
        let heads: Vec<_> = words.iter().map(|w| w.head).collect();
        check_tree(&heads);
        for word in &words {
            prop_assert_eq!(word.head.is_none(), word.relation == Relation::Root);
        }
    }

    #[test]
    fn a_used_scratch_changes_nothing(
        first in prop::collection::vec("[a-zA-Z0-9.,]{1,6}", 0..40),
        second in prop::collection::vec("[a-zA-Z0-9.,]{1,6}", 0..40),
    ) {
        let parser = Parser::from_model(&small(3)).expect("small model");
        let forms = |all: &[String]| all.to_vec();
        let (first, second) = (forms(&first), forms(&second));
        let (a, b): (Vec<&str>, Vec<&str>) =
            (first.iter().map(String::as_str).collect(), second.iter().map(String::as_str).collect());
        let mut used = Scratch::default();
        parser.parse(&a, &mut used);
        prop_assert_eq!(parser.parse(&b, &mut used), parser.parse(&b, &mut Scratch::default()));
    }

    #[test]
    fn the_decoder_finds_the_best_tree(scores in prop::collection::vec(-9.0_f32..9.0, 30), n in 1_usize..6) {
        let mut heads = Vec::new();
        tree::decode(&scores, n, &mut TreeScratch::default(), &mut heads);
        let value = |heads: &[usize]| -> f32 {
            heads.iter().enumerate().map(|(i, &h)| scores[i * (n + 1) + h]).sum()
        };
        let mut best = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let all: Vec<usize> = (0..n).map(|i| code / (n + 1).pow(i as u32) % (n + 1)).collect();
            if tree::is_tree(&all, &mut TreeScratch::default()) {
                best = best.max(value(&all));
            }
        }
        prop_assert!((value(&heads) - best).abs() < 1e-3, "{} instead of {best}", value(&heads));
    }

    #[test]
    fn tokens_hold_all_but_space(text in "\\PC{0,80}") {
        check_cover(&text);
    }

    #[test]
    fn tokens_hold_all_of_marks(text in "[-'’‘\"“”.,:;!?()$£%/ a1stn]{0,60}") {
        check_cover(&text);
    }

    #[test]
    fn broken_models_are_refused(at in 0_usize..4000, byte in any::<u8>(), cut in 0_usize..4000) {
        let mut bytes = small(1).to_bytes();
        let (at, cut) = (at % bytes.len(), cut % bytes.len());
        prop_assert!(Parser::from_bytes(&bytes[..cut]).is_err());
        bytes[at] = byte;
        if let Ok(parser) = Parser::from_bytes(&bytes) {
            parser.parse(&["North", "fired", "."], &mut Scratch::default());
        }
    }

    #[test]
    fn products_agree_with_plain_sums(rows in 0_usize..9, inner in 1_usize..20, cols in 1_usize..40) {
        let (x, w) = (noise(rows, inner, 5), noise(inner, cols, 6));
        let mut out = Vec::new();
        Packed::new(&w).apply(&x.weights, &mut out);
        for i in 0..rows {
            for j in 0..cols {
                let mut sum = w.bias[j];
                for k in 0..inner {
                    sum += x.weights[i * inner + k] * w.weights[k * cols + j];
                }
                prop_assert_eq!(out[i * cols + j].to_bits(), sum.to_bits());
            }
        }
    }
}

fn check_cover(text: &str) {
    let all: Vec<Token> = tokens(text);
    let mut at = 0;
    for token in &all {
        assert!(token.start >= at && token.end > token.start, "{all:?}");
        assert!(text[at..token.start].chars().all(char::is_whitespace), "{all:?}");
        assert!(!token.of(text).is_empty() && !token.of(text).contains(char::is_whitespace));
        at = token.end;
    }
    assert!(text[at..].chars().all(char::is_whitespace), "{all:?}");
}

#[test]
fn a_model_survives_its_file() {
    let model = Model::from_bytes(&small(2).to_bytes()).expect("own bytes");
    assert_eq!(model.to_bytes(), Model::from_bytes(&model.to_bytes()).expect("again").to_bytes());
}

#[test]
fn tokens_follow_the_treebanks() {
    let check = |text: &str, want: &str| {
        let all: Vec<&str> = tokens(text).iter().map(|t| t.of(text)).collect();
        assert_eq!(all.join(" "), want, "{text}");
    };
    check("Ruba's mayor didn't go.", "Ruba 's mayor did n't go .");
    check("“We can’t,” he said.", "“ We ca n’t , ” he said .");
    check("the U.N. envoy", "the U.N. envoy");
    check("left the U.N.", "left the U.N.");
    check("Gen. Arden, of Deir al-Ruba", "Gen. Arden , of Deir al - Ruba");
    check("a well-known, re-elected man", "a well - known , re-elected man");
    check("the rebels' base (2031)", "the rebels ' base ( 2031 )");
    check("at 8:30 p.m. on 3/4", "at 8:30 p.m. on 3/4");
    check("cannot pay $5,000", "can not pay $ 5,000");
    check("about 16km and 10%...", "about 16 km and 10 % ...");
    check("Why?! North/South", "Why ?! North / South");
    check("see http://arden.example/a-b, now", "see http://arden.example/a-b , now");
    check("mid-March — or later", "mid-March — or later");
    check("shouldn't've", "should n't 've");
}

#[test]
fn long_input_takes_linear_time() {
    for piece in ["a", ".", "'s", "/,", ".,", "co-", "‘'", "a-", "(\u{301}"] {
        let text = piece.repeat(40_000);
        check_cover(&text);
    }
}

#[test]
fn the_builtin_model_reads_plain_sentences() {
    let parser = Parser::builtin().expect("builtin model");
    let check = |text: &str, want: &str| {
        let all = tokens(text);
        let forms: Vec<&str> = all.iter().map(|t| t.of(text)).collect();
        let words = parser.parse(&forms, &mut Scratch::default());
        let arc = |(i, w): (usize, &super::Word)| {
            format!("{}({}, {})", w.relation, w.head.map_or("ROOT", |h| forms[h]), forms[i])
        };
        let core =
            |(_, w): &(usize, &super::Word)| matches!(w.relation.base(), "root" | "nsubj" | "obj" | "ccomp");
        let found: Vec<String> = words.iter().enumerate().filter(core).map(arc).collect();
        assert_eq!(found.join(" "), want, "{text}");
    };
    check("Troops shelled the town.", "nsubj(shelled, Troops) root(ROOT, shelled) obj(shelled, town)");
    check(
        "The town was shelled on Monday, residents said.",
        "nsubj:pass(shelled, town) ccomp(said, shelled) nsubj(said, residents) root(ROOT, said)",
    );
    check(
        "“We will not leave the city,” the mayor said.",
        "nsubj(leave, We) ccomp(said, leave) obj(leave, city) nsubj(said, mayor) root(ROOT, said)",
    );
}

#[test]
fn nothing_gives_nothing() {
    let parser = Parser::builtin().expect("builtin model");
    assert!(parser.parse(&[], &mut Scratch::default()).is_empty());
    assert_eq!(parser.parse(&[""], &mut Scratch::default()).len(), 1);
}
