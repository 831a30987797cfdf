#include "web/server.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/check.h"
#include "crypto/secret.h"
#include "raw_client.h"

namespace arasha::web {
namespace {

class ServerTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(crypto::initialize().is_ok()); }
  void start(ServerOptions options = {}) {
    options.port = 0;
    ServerHooks hooks;
    hooks.handle = [this](const Request& request) { return handle(request); };
    hooks.problem = [](const Request& request, int status, const Error& error, std::string_view incident) {
      return Response::plain(status, "[" + request.accept_language + "] " + error.text + " " + std::string(incident));
    };
    hooks.body_limit = [](Method method, std::string_view path) { return method == Method::get ? 0U : path == "/small" ? 10U : 100'000U; };
    auto started = Server::start(options, std::move(hooks));
    ASSERT_TRUE(started.is_ok()) << started.error().to_string();
    server_ = std::move(*started);
  }
  Response handle(const Request& request) {
    if (request.path == "/throw") throw std::runtime_error("secret");
    if (request.path == "/bug") throw Bug("secret");
    if (request.path == "/odd") throw 7;  // NOLINT
    if (request.path == "/split") {
      Response out = Response::redirect("/a\r\nSet-Cookie: stolen=1");
      return out;
    }
    if (request.path == "/hold") {
      std::unique_lock lock(mutex_);
      ++held_;
      changed_.notify_all();
      changed_.wait(lock, [this] { return released_; });
    }
    std::string body = (request.method == Method::post ? "POST " : "GET ") + request.path;
    if (request.query.has("q")) body += " q=" + std::string(request.query.get("q"));
    if (request.form.has("f")) body += " f=" + std::string(request.form.get("f"));
    if (!request.content_type.empty()) body += " type=" + request.content_type;
    const auto cookie = request.cookies.find("a");
    if (cookie != request.cookies.end()) body += " a=" + cookie->second;
    body += " from=" + request.from + (request.secure ? " secure" : "");
    return Response::plain(200, body);
  }
  void wait_for_held(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return held_ >= count; });
  }
  void release() {
    const std::scoped_lock lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }
  std::string talk(const std::string& bytes) {
    RawClient client(server_->port());
    EXPECT_TRUE(client.send(bytes));
    return client.rest();
  }
  std::string get(const std::string& target, const std::string& more = "") {
    return talk("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + more + "\r\n");
  }
  static std::string body_of(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

  std::mutex mutex_;
  std::condition_variable changed_;
  int held_ = 0;
  bool released_ = false;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersWithEverySecurityHeader) {
  start();
  const std::string answer = get("/hello%20there?q=%D3%99", "Cookie: b=2; a=1\r\n");
  EXPECT_NE(answer.find("HTTP/1.1 200 OK\r\n"), std::string::npos) << answer;
  EXPECT_NE(answer.find("GET /hello there q=ә a=1 from=127.0.0.1"), std::string::npos) << answer;
  for (const char* header :
       {"Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self';", "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff", "Referrer-Policy: same-origin", "Cross-Origin-Opener-Policy: same-origin",
        "Cross-Origin-Resource-Policy: same-origin", "Permissions-Policy: camera=()", "X-Frame-Options: DENY", "Cache-Control: no-store"}) {
    EXPECT_NE(answer.find(header), std::string::npos) << header;
  }
  EXPECT_EQ(answer.find("unsafe"), std::string::npos);
  EXPECT_EQ(answer.find("Strict-Transport"), std::string::npos);
  EXPECT_EQ(answer.find("Server:"), std::string::npos);
}

TEST_F(ServerTest, RefusalsCarryTheSecurityHeadersToo) {
  start();
  for (const std::string& answer : {talk("nonsense\r\n\r\n"), get("/throw"), get("/", "X: " + std::string(kHeaderLimit, 'x') + "\r\n")}) {
    EXPECT_NE(answer.find("Content-Security-Policy: default-src 'none'"), std::string::npos) << answer;
    EXPECT_NE(answer.find("Cache-Control: no-store"), std::string::npos) << answer;
  }
}

TEST_F(ServerTest, PostsAndPipelinedRequests) {
  start();
  const std::string answer = talk(
      "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nf=1+2"
      "POST /chunks HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nf=a\r\n2\r\nbc\r\n0\r\n\r\n"
      "GET /last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  const auto first = answer.find("POST /form f=1 2");
  const auto second = answer.find("POST /chunks f=abc");
  const auto third = answer.find("GET /last");
  ASSERT_NE(third, std::string::npos) << answer;
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
}

TEST_F(ServerTest, HeadHasTheLengthAndNoBody) {
  start();
  const std::string answer = talk("HEAD /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200");
  EXPECT_NE(answer.find("Content-Length: 21\r\n"), std::string::npos) << answer;
  EXPECT_EQ(body_of(answer), "");
}

TEST_F(ServerTest, RefusesWhatIsNotUnderstood) {
  start();
  const std::string end = "Connection: close\r\n\r\n";
  for (const std::string& bad : {
           "GET / HTTP/1.1\r\n" + end,                                                             // no host
           "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n" + end,                                       // two
           "GET / HTTP/1.1\r\nHost: a/b\r\n" + end,                                                // not a host
           "GET / HTTP/1.1\r\nHost: a\r\nCookie: a=1\r\nCookie: a=2\r\n" + end,
           "GET /%zz HTTP/1.1\r\nHost: a\r\n" + end,                                               // escape
           "GET /a%00b HTTP/1.1\r\nHost: a\r\n" + end,                                             // nought
           "GET /?q=%ff HTTP/1.1\r\nHost: a\r\n" + end,                                            // not UTF-8
           "GET /a&b HTTP/1.1\r\nHost: a\r\n" + end,                                               // stray separator
           "GET http://elsewhere/ HTTP/1.1\r\nHost: a\r\n" + end,                                  // not a path
           "GET * HTTP/1.1\r\nHost: a\r\n" + end,
           "GET / HTTP/1.1\r\nHost: a\r\n folded: 1\r\n: empty\r\n" + end,
           "GET / HTTP/9.9\r\nHost: a\r\n" + end,
           "POST /f HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n" + end + "abc",   // smuggling
           "POST /f HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n" + end + "0\r\n\r\n",
           "POST /f HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n" + end + "0\r\n\r\n",
           "POST /f HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + end + "0\r\n\r\n",
           "POST /f HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n" + end,
           "POST /f HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n" + end,
           "POST /f HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + end + "zz\r\n\r\n",
           "POST /f HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n" + end + "f=%ff",
           std::string("nonsense\r\n\r\n"),
           std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n"),                // TLS to the wrong port
       }) {
    const std::string answer = talk(bad);
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 400") << bad << "\n" << answer;
  }
}

TEST_F(ServerTest, OtherMethodsAre405) {
  start();
  for (const char* method : {"DELETE", "PUT", "TRACE", "OPTIONS", "CONNECT", "PATCH"}) {
    const std::string answer = talk(std::string(method) + " / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 405") << method << answer;
    EXPECT_NE(answer.find("Allow: GET, HEAD, POST"), std::string::npos);
  }
}

TEST_F(ServerTest, LimitsHeadersAndBodiesByRoute) {
  start();
  EXPECT_NE(get("/", "X: " + std::string(kHeaderLimit, 'x') + "\r\n").find(" 431 "), std::string::npos);
  EXPECT_NE(get("/" + std::string(9000, 'a')).find(" 400 "), std::string::npos);
  const auto post = [&](const std::string& path, std::size_t size) {
    return talk("POST " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + std::to_string(size) + "\r\n\r\nf=" + std::string(size - 2, 'x'));
  };
  EXPECT_EQ(post("/small", 10).substr(0, 12), "HTTP/1.1 200");
  EXPECT_EQ(post("/small", 11).substr(0, 12), "HTTP/1.1 413");
  EXPECT_EQ(post("/large", 100'000).substr(0, 12), "HTTP/1.1 200");
  EXPECT_EQ(post("/large", 1'500'000).substr(0, 12), "HTTP/1.1 413");  // the answer arrives although the body was not read
  const std::string chunked = talk("POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n" + std::string(32, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(chunked.substr(0, 12), "HTTP/1.1 413");
  EXPECT_EQ(talk("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc").substr(0, 12), "HTTP/1.1 413");
}

TEST_F(ServerTest, BodiesThatAreNoFormsAreNamedAndNotKept) {
  start();
  const std::string answer = talk("POST /f HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{\"f\": 1}");
  EXPECT_NE(answer.find("type=application/json"), std::string::npos) << answer;
}

TEST_F(ServerTest, HandlerThatThrowsIsAnIncidentInTheLanguageOfWhoAsks) {
  start();
  for (const char* path : {"/throw", "/bug", "/odd"}) {
    const std::string answer = get(path, "Accept-Language: kk\r\n");
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 500") << answer;
    EXPECT_EQ(answer.find("secret"), std::string::npos);
    EXPECT_NE(answer.find("[kk] Something went wrong. Nothing was saved. "), std::string::npos) << answer;
    const std::string number = answer.substr(answer.size() - 9);
    EXPECT_EQ(number.find_first_not_of("0123456789"), std::string::npos) << answer;
  }
}

TEST_F(ServerTest, HeadersCannotBeSplit) {
  start();
  const std::string answer = get("/split");
  EXPECT_EQ(answer.find("\nSet-Cookie"), std::string::npos) << answer;
}

TEST_F(ServerTest, ProxyHeadersCountOnlyBehindAProxy) {
  start();
  const std::string headers = "X-Forwarded-For: 6.6.6.6, 10.1.2.3\r\nX-Forwarded-Proto: https\r\n";
  EXPECT_NE(get("/", headers).find("from=127.0.0.1"), std::string::npos);
  ServerOptions options;
  options.behind_proxy = true;
  start(options);
  const std::string answer = get("/", headers);
  EXPECT_NE(answer.find("from=10.1.2.3 secure"), std::string::npos) << answer;
  EXPECT_NE(answer.find("Strict-Transport-Security: max-age=31536000; includeSubDomains"), std::string::npos);
  EXPECT_EQ(get("/", "X-Forwarded-Proto: http\r\n").substr(0, 12), "HTTP/1.1 403");
}

TEST_F(ServerTest, TakenPortIsASentence) {
  start();
  ServerOptions options;
  options.port = server_->port();
  const auto second = Server::start(options, [](const Request&) { return Response(); });
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
  options.address = "nonsense";
  EXPECT_EQ(Server::start(options, [](const Request&) { return Response(); }).error().code, ErrorCode::invalid_input);
}

TEST_F(ServerTest, SlowClientIsLetGo) {
  ServerOptions options;
  options.read_limit = std::chrono::milliseconds(200);
  start(options);
  EXPECT_EQ(talk("GET / HTTP/1.1\r\nHost: "), "");
  EXPECT_EQ(talk("POST /f HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nf="), "");
}

TEST_F(ServerTest, IdleConnectionIsLetGo) {
  ServerOptions options;
  options.idle_limit = std::chrono::milliseconds(200);
  start(options);
  const std::string answer = talk("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(answer.find("Connection: keep-alive"), std::string::npos);
}

TEST_F(ServerTest, WhoTakesLongestMakesRoom) {
  ServerOptions options;
  options.connections = 4;
  start(options);
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 8; ++i) {
    slow.push_back(std::make_unique<RawClient>(server_->port()));
    slow.back()->send("GET / HTTP/1.1\r\n");
  }
  EXPECT_EQ(get("/x").substr(0, 12), "HTTP/1.1 200");
  EXPECT_EQ(slow.front()->rest(), "");  // let go long before its deadline
}

TEST_F(ServerTest, FullQueueIsBusyAtOnce) {
  ServerOptions options;
  options.workers = 1;
  options.waiting = 1;
  start(options);
  RawClient first(server_->port());
  RawClient second(server_->port());
  const std::string hold = "GET /hold HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  first.send(hold);
  wait_for_held(1);
  second.send(hold);
  std::string third;
  while (third.find(" 503 ") == std::string::npos) third = get("/x", "Accept-Language: ru\r\n").substr(0, 2000);  // until the second is in the queue
  EXPECT_NE(third.find("[ru] The server has too much to do."), std::string::npos) << third;
  EXPECT_NE(third.find("Retry-After: 5"), std::string::npos);
  release();
  EXPECT_EQ(first.rest().substr(0, 12), "HTTP/1.1 200");
  EXPECT_EQ(second.rest().substr(0, 12), "HTTP/1.1 200");
}

TEST_F(ServerTest, StopFinishesWhatIsBeingAnswered) {
  start();
  RawClient idle(server_->port());
  idle.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(idle.until("127.0.0.1").find(" 200 "), std::string::npos);
  RawClient client(server_->port());
  client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
  wait_for_held(1);
  std::thread stopper([this] { server_.reset(); });
  EXPECT_EQ(idle.rest(), "");  // closed at once: now the server is stopping
  release();
  const std::string answer = client.rest();
  EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 200") << answer;
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  stopper.join();
}

TEST_F(ServerTest, StopDoesNotWaitForEverForAClientThatDoesNotRead) {
  ServerOptions options;
  options.stop_limit = std::chrono::milliseconds(100);
  start(options);
  RawClient client(server_->port());
  client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
  wait_for_held(1);
  std::thread stopper([this] { server_.reset(); });
  std::this_thread::yield();
  release();
  stopper.join();
}

TEST_F(ServerTest, ManyAtOnceAndStopWhileBusy) {
  start();
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) good += get("/x").find(" 200 ") != std::string::npos ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good.load(), 320);
  server_.reset();
}

TEST_F(ServerTest, HostileBytesNeverStopTheServer) {
  start();
  std::uint32_t seed = 12345;
  const std::string base = "POST /f HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nCookie: a=1\r\nConnection: close\r\n\r\nf=1+2";
  for (int i = 0; i < 300; ++i) {
    std::string bytes = base;
    for (int j = 0; j < 3; ++j) {
      seed = seed * 1664525U + 1013904223U;
      bytes[seed % bytes.size()] = static_cast<char>(seed >> 24U);
    }
    RawClient client(server_->port());
    client.send(bytes);
    client.finish();
    const std::string answer = client.rest();
    EXPECT_TRUE(answer.empty() || answer.starts_with("HTTP/1.1 ")) << answer;
  }
  EXPECT_EQ(get("/x").substr(0, 12), "HTTP/1.1 200");
}

}  // namespace
}  // namespace arasha::web
