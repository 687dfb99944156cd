//! What is true of accounts on every database; and that they lie beside the log and nowhere else.

use crate::fixture::*;
use truce_model::{Confidentiality, Hash};
use truce_store::{
    Account, Accounts, Answer, Begun, Changed, Mode, PasswordHash, Role, Scope, Session, Subject, Token,
    restore,
};

fn account(words: &str, role: Role) -> Account {
    Account {
        name: name(words),
        role,
        clearance: Confidentiality::Restricted,
        password: Some(PasswordHash("$argon2id$arden".to_owned())),
        email: None,
        subject: None,
        disabled: false,
        made_at: noon(),
        seen_at: None,
    }
}

/// Does the same with the accounts of a new store on every database.
fn on_accounts(check: impl Fn(&Folder, Accounts)) {
    on_each(|make| {
        let folder = make();
        drop(folder.create());
        let accounts = Accounts::open(&folder.store(), Mode::ReadWrite).unwrap();
        check(&folder, accounts);
    });
}

fn hash(words: &str) -> Hash {
    Hash::of(words.as_bytes())
}

#[test]
fn an_account_reads_back_and_its_name_is_taken_however_it_is_spelt() {
    on_accounts(|_, mut accounts| {
        let mira = Account { email: Some("mira@arden.example".into()), ..account("Mira Lund", Role::Coder) };
        assert!(accounts.add(&mira).unwrap());
        assert_eq!(accounts.account(&name("mira lund")).unwrap(), Some(mira.clone()));
        assert_eq!(accounts.of_email("Mira@Arden.example").unwrap(), Some(mira.clone()));
        assert!(!accounts.add(&account("MIRA LUND", Role::Reader)).unwrap());
        assert!(
            !accounts.add(&Account { name: name("Another"), ..mira.clone() }).unwrap(),
            "the address is taken"
        );
        assert!(accounts.add(&account("Tomas", Role::Reader)).unwrap());
        assert_eq!(accounts.all().unwrap().len(), 2);
        let subject = Subject { issuer: "https://id.arden.example".into(), subject: "17".into() };
        let link = |account: &mut Account| account.subject = Some(subject.clone());
        assert!(matches!(accounts.change(&name("Mira Lund"), &mut { link }).unwrap(), Changed::To(_)));
        assert_eq!(accounts.of_subject(&subject).unwrap().unwrap().name, mira.name);
        assert_eq!(accounts.change(&name("Tomas"), &mut { link }).unwrap(), Changed::Taken);
        assert_eq!(accounts.change(&name("Nobody"), &mut |_| {}).unwrap(), Changed::Unknown);
    });
}

#[test]
fn somebody_who_keeps_the_accounts_is_always_left() {
    on_accounts(|_, mut accounts| {
        accounts.add(&account("Mira", Role::Administrator)).unwrap();
        accounts.add(&account("Tomas", Role::Reviewer)).unwrap();
        let (mira, tomas) = (name("Mira"), name("Tomas"));
        let disable = |account: &mut Account| account.disabled = true;
        let demote = |account: &mut Account| account.role = Role::Reader;
        assert_eq!(accounts.change(&mira, &mut { disable }).unwrap(), Changed::LastAdministrator);
        assert_eq!(accounts.change(&mira, &mut { demote }).unwrap(), Changed::LastAdministrator);
        assert!(!accounts.account(&mira).unwrap().unwrap().disabled);
        accounts.change(&tomas, &mut |account| account.role = Role::Administrator).unwrap();
        assert!(matches!(accounts.change(&mira, &mut { disable }).unwrap(), Changed::To(_)));
        assert_eq!(accounts.change(&tomas, &mut { demote }).unwrap(), Changed::LastAdministrator);
    });
}

#[test]
fn sessions_end_when_they_are_over_ended_or_their_account_is_disabled() {
    on_accounts(|_, mut accounts| {
        let (mira, later) = (name("Mira"), time("2031-03-07T00:00:00Z"));
        accounts.add(&account("Mira", Role::Coder)).unwrap();
        let session = |words| Session { hash: hash(words), made_at: noon(), expires_at: later };
        accounts.begin_session(&mira, &session("first"), None).unwrap();
        accounts.begin_session(&mira, &session("second"), Some(hash("first"))).unwrap();
        let holds = |accounts: &Accounts, words, now| accounts.session(hash(words), now).unwrap().is_some();
        assert!(!holds(&accounts, "first", noon()), "a login takes the place of the one before");
        assert!(holds(&accounts, "second", noon()) && !holds(&accounts, "second", later));
        accounts.renew_session(hash("second"), noon(), time("2031-03-07T06:00:00Z")).unwrap();
        assert!(holds(&accounts, "second", later));
        accounts.begin_session(&mira, &session("third"), None).unwrap();
        accounts.end_sessions(&mira, Some(hash("third"))).unwrap();
        assert!(!holds(&accounts, "second", noon()) && holds(&accounts, "third", noon()));
        accounts.end_session(hash("third")).unwrap();
        assert!(!holds(&accounts, "third", noon()));
        accounts.begin_session(&mira, &session("fourth"), None).unwrap();
        accounts.change(&mira, &mut |account| account.disabled = true).unwrap();
        accounts.change(&mira, &mut |account| account.disabled = false).unwrap();
        assert!(!holds(&accounts, "fourth", noon()), "it does not come back with the account");
    });
}

#[test]
fn tokens_end_when_they_are_over_or_revoked() {
    on_accounts(|_, mut accounts| {
        let (mira, later) = (name("Mira"), time("2031-04-06T12:00:00Z"));
        accounts.add(&account("Mira", Role::Coder)).unwrap();
        let token = Token {
            hash: hash("secret"),
            name: "map of the desk".into(),
            scopes: [Scope::Read, Scope::Write].into(),
            made_at: noon(),
            expires_at: later,
            used_at: None,
        };
        assert!(accounts.add_token(&mira, &token).unwrap());
        assert!(!accounts.add_token(&mira, &Token { hash: hash("other"), ..token.clone() }).unwrap());
        assert_eq!(accounts.token(token.hash, noon()).unwrap().unwrap().0, token);
        accounts.note_use(&token, noon()).unwrap();
        assert_eq!(accounts.tokens(&mira, noon()).unwrap()[0].used_at, Some(noon()));
        assert!(accounts.token(token.hash, later).unwrap().is_none());
        assert!(accounts.revoke_token(&mira, &token.name).unwrap());
        assert!(!accounts.revoke_token(&mira, &token.name).unwrap());
        assert!(accounts.token(token.hash, noon()).unwrap().is_none());
    });
}

#[test]
fn a_request_that_comes_again_finds_its_answer() {
    on_accounts(|_, mut accounts| {
        let (key, request) = (hash("key"), hash("request"));
        let mut begin = |request| accounts.begin_answer(key, request, noon()).unwrap();
        assert_eq!(
            [begin(request), begin(request), begin(hash("other"))],
            [Begun::First, Begun::Running, Begun::Other]
        );
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let answer = Answer { status: 201, headers, body: b"{\"seq\": 7}".to_vec() };
        accounts.end_answer(key, &answer).unwrap();
        assert_eq!(accounts.begin_answer(key, request, noon()).unwrap(), Begun::Answered(answer));
        accounts.clear(noon(), noon()).unwrap();
        assert_eq!(accounts.begin_answer(key, request, noon()).unwrap(), Begun::First);
        accounts.forget_answer(key).unwrap();
        assert_eq!(accounts.begin_answer(key, request, noon()).unwrap(), Begun::First);
    });
}

#[test]
fn accounts_are_in_no_copy_and_no_check_of_the_record_speaks_of_them() {
    on_accounts(|folder, mut accounts| {
        accounts.add(&account("Mira", Role::Administrator)).unwrap();
        let log = folder.open(Mode::ReadWrite);
        assert_eq!(log.verify().unwrap().head, 0);
        let (copy, restored) = (folder.path("copy.db"), Folder::new());
        log.backup(&copy).unwrap();
        drop(restore(&copy, &restored.store()).unwrap());
        for store in [copy, restored.store()] {
            assert!(Accounts::open(&store, Mode::ReadOnly).unwrap().all().unwrap().is_empty());
        }
        folder.open(Mode::ReadWrite).rebuild().unwrap();
        assert_eq!(accounts.all().unwrap().len(), 1);
    });
}

#[test]
fn what_is_printed_of_an_account_holds_no_hash() {
    assert!(!format!("{:?}", account("Mira", Role::Reader)).contains("argon2"));
}
