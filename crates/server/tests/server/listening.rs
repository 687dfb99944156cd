//! A server that listens: where it may, and what comes through a socket.

use crate::desk::{name, store};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    thread,
};
use tokio::{runtime::Runtime, sync::oneshot};
use truce_server::{Access, Listening, Options, PublicUrl, Record, ServerError, Viewer, serve};

fn listen(at: &str, access: impl Fn(&truce_monitor::Store) -> Access) -> Result<Listening, ServerError> {
    let (_folder, store) = store();
    let options = Options { listen: at.parse().unwrap(), access: access(&store) };
    Runtime::new().unwrap().block_on(serve(Record::open(store).unwrap(), &options))
}

fn team(public: Option<&str>) -> impl Fn(&truce_monitor::Store) -> Access {
    let public = public.map(|public| PublicUrl::parse(public).unwrap());
    move |store| Access::team(public.clone(), store).unwrap()
}

#[test]
fn others_reach_a_server_only_by_login_and_by_an_encrypted_way() {
    let local =
        |store: &truce_monitor::Store| Access::local(Viewer::local(name("local user")), store).unwrap();
    let refused = |listened: Result<Listening, ServerError>| listened.err().unwrap();
    assert!(matches!(refused(listen("0.0.0.0:0", local)), ServerError::Open { .. }));
    let clear = refused(listen("0.0.0.0:0", team(None)));
    assert!(matches!(clear, ServerError::Clear { .. }) && clear.hint().unwrap().contains("--public-url"));
    assert!(matches!(
        refused(listen("0.0.0.0:0", team(Some("http://truce.arden.example")))),
        ServerError::Clear { .. }
    ));
    assert!(listen("127.0.0.1:0", team(None)).is_ok());
    assert!(listen("0.0.0.0:0", team(Some("https://truce.arden.example"))).is_ok());
}

/// Sends a request as it stands, and reads all that comes back.
fn say(to: SocketAddr, request: &str) -> String {
    let mut line = TcpStream::connect(to).unwrap();
    line.write_all(request.replace('\n', "\r\n").as_bytes()).unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_foreign_name_is_refused_through_a_socket_and_so_is_another_port() {
    let (_folder, store) = store();
    let access = Access::local(Viewer::local(name("local user")), &store).unwrap();
    let options = Options { listen: "127.0.0.1:0".parse().unwrap(), access };
    let (told, address) = std::sync::mpsc::channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = thread::spawn(move || {
        truce_server::block_on(async {
            let listening = serve(Record::open(store).unwrap(), &options).await?;
            told.send(listening.address()?).unwrap();
            listening.run(async { drop(stopped.await) }).await
        })
    });
    let address = address.recv().unwrap();
    let ask =
        |host: &str| say(address, &format!("GET /api/claims HTTP/1.1\nHost: {host}\nConnection: close\n\n"));
    assert!(ask(&address.to_string()).starts_with("HTTP/1.1 200"), "{}", ask(&address.to_string()));
    assert!(ask(&format!("arden.example:{}", address.port())).starts_with("HTTP/1.1 421"));
    assert!(ask("127.0.0.1:1").starts_with("HTTP/1.1 421"));
    stop.send(()).unwrap();
    server.join().unwrap().unwrap();
}
