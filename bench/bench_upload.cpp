// A document of 100 MB through the real server: sent as a form with a file, taken out again. How fast, and how much more
// memory the whole process needed at its peak than before. Beside it the same bytes copied from file to file with a sync.
#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>

#include "casework/cases.h"
#include "casework/pages.h"
#include "organization.h"
#include "web/server.h"

namespace {

using namespace arasha;
using bench::must;

constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kSize = (std::size_t{100} << 20U) - kPiece;  // with its first and last line still under 100 MB

// Resident memory in KB: now (VmRSS) or the most since `forget_peak` (VmHWM).
long memory(const std::string& name) {
  std::ifstream in("/proc/self/status");
  std::string line;
  while (std::getline(in, line)) {
    if (line.starts_with(name + ":")) return std::stol(line.substr(name.size() + 1));
  }
  return 0;
}
void forget_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

double seconds_since(std::chrono::steady_clock::time_point begun) { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count(); }

class Client {
 public:
  explicit Client(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) std::exit(1);
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) std::exit(1);
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // Everything until the server closes; only the beginning is kept, all of it is counted.
  std::size_t drain(std::string& beginning) {
    std::vector<char> buffer(kPiece);
    std::size_t total = 0;
    while (true) {
      const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
      if (count <= 0) return total;
      total += static_cast<std::size_t>(count);
      if (beginning.size() < 8192) beginning.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  int socket_;
};

struct House {
  bench::Organization organization;
  projection::Tables tables{organization.vault()};
  web::Site site{organization.vault(), false};
  std::unique_ptr<web::Server> server;
  std::string cookie;
  std::string csrf;
  FileId case_file;

  House() {
    casework::add_pages(site, tables);
    const auto keyring = organization.sign_in();
    web::Request request;
    request.fetch_site = "same-origin";
    for (const auto& [name, value] : site.begin(request, keyring, "/").headers) {
      if (name == "Set-Cookie") cookie += (cookie.empty() ? "" : "; ") + value.substr(0, value.find(';'));
    }
    FirstContact contact;
    contact.set_date("2026-01-01");
    Identity identity;
    identity.set_family_name("Bench");
    case_file = must(casework::Cases(organization.vault()).open_case(keyring, identity, contact, SafeContact())).case_file;
    web::ServerOptions options;
    options.port = 0;
    options.spool_folder = organization.data();
    web::ServerHooks hooks;
    hooks.handle = [this](const web::Request& one) { return site.handle(one); };
    hooks.body_limit = [this](web::Method method, std::string_view path) { return site.body_limit(method, path); };
    hooks.upload_limit = [this](std::string_view path) { return site.upload_limit(path); };
    hooks.refuse_upload = [this](const web::Request& one) { return site.refuse_upload(one); };
    server = must(web::Server::start(options, std::move(hooks)));
    const std::string page = get("/account");
    const auto at = page.find("name=\"csrf\" value=\"");
    if (at == std::string::npos) std::exit(1);
    csrf = page.substr(at + 19, page.find('"', at + 19) - at - 19);
  }
  std::string get(const std::string& address) {
    Client client(server->port());
    client.send("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: " + cookie + "\r\n\r\n");
    std::string out;
    client.drain(out);
    return out;
  }
  void send(std::size_t size) {
    const auto field = [](const std::string& name, const std::string& value) {
      return "--X\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    };
    const std::string before = field("csrf", csrf) + field("part", "CaseDocument") + field("kind", "other") + field("title", "Bench") +
                               "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\n";
    const std::string after = "%%EOF\r\n--X--\r\n";
    Client client(server->port());
    client.send("POST /case/" + case_file.text() + "/documents/add HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nCookie: " +
                cookie + "\r\nContent-Type: multipart/form-data; boundary=X\r\nContent-Length: " + std::to_string(before.size() + size + after.size()) + "\r\n\r\n" + before);
    const std::string piece(kPiece, 'p');
    for (std::size_t left = size; left > 0; left -= std::min(left, kPiece)) client.send(std::string_view(piece).substr(0, std::min(left, kPiece)));
    client.send(after);
    std::string answer;
    client.drain(answer);
    if (!answer.starts_with("HTTP/1.1 303")) {
      fmt::print(stderr, "{}\n", answer.substr(0, 300));
      std::exit(1);
    }
  }
  std::size_t take_out() {
    const auto story = must(casework::Cases(organization.vault()).read(organization.sign_in(), case_file));
    Client client(server->port());
    client.send("GET /file/" + case_file.text() + "/document/" + story.items.back().latest().id.text() + "/content HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: " +
                cookie + "\r\n\r\n");
    std::string beginning;
    return client.drain(beginning);
  }
};

double copy_with_sync(const std::filesystem::path& folder) {
  const auto from = folder / "from.bin";
  const auto to = folder / "to.bin";
  std::vector<char> buffer(kPiece, 'p');
  {
    std::ofstream out(from, std::ios::binary);
    for (std::size_t written = 0; written < kSize; written += kPiece) out.write(buffer.data(), static_cast<std::streamsize>(kPiece));
  }
  const auto begun = std::chrono::steady_clock::now();
  const int in = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
  const int out = ::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  while (true) {
    const ssize_t count = ::read(in, buffer.data(), buffer.size());
    if (count <= 0) break;
    if (::write(out, buffer.data(), static_cast<std::size_t>(count)) != count) std::exit(1);
  }
  if (::fsync(out) != 0) std::exit(1);
  const double took = seconds_since(begun);
  ::close(in);
  ::close(out);
  std::filesystem::remove(from);
  std::filesystem::remove(to);
  return took;
}

void print(const char* what, double seconds, long before) {
  fmt::print("  {:<44} {:>6.2f} s {:>7.1f} MB/s   peak {:.1f} MB over the {:.1f} MB before\n", what, seconds, 100.0 / seconds,
             static_cast<double>(memory("VmHWM") - before) / 1024, static_cast<double>(before) / 1024);
}

}  // namespace

int main() {
  House house;
  fmt::print("A document of 100 MB\n");
  // What a server has that has been at work: its threads, its caches of pages.
  house.send(std::size_t{1} << 20U);
  house.take_out();
  house.get("/case/" + house.case_file.text());
  const double copied = copy_with_sync(house.organization.data());
  for (int round = 0; round < 2; ++round) {
    forget_peak();
    long before = memory("VmRSS");
    auto begun = std::chrono::steady_clock::now();
    house.send(kSize);
    print(round == 0 ? "sent in" : "sent in once more", seconds_since(begun), before);
    forget_peak();
    before = memory("VmRSS");
    begun = std::chrono::steady_clock::now();
    if (house.take_out() < kSize) std::exit(1);
    print("taken out", seconds_since(begun), before);
  }
  fmt::print("  {:<44} {:>6.2f} s {:>7.1f} MB/s\n", "baseline: a file copied, with a sync", copied, 100.0 / copied);
}
