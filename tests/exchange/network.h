// Several organisations on one machine, each with a data folder, a server and a delivery of its own, and a bad network between them.
// For tests and measurements; `must` ends the program.
#pragma once

#include <algorithm>
#include <iostream>
#include <random>

#include "exchange/delivery.h"
#include "exchange/inlet.h"
#include "web/server.h"

namespace arasha::exchange {

// Cuts before and after the other side has it, delays, sends twice, and lets an envelope arrive much later than those behind it.
class BadNetwork {
 public:
  struct Chances {
    double cut_before = 0.1, cut_after = 0.1, twice = 0.1, late = 0.1;
    Duration longest_delay = std::chrono::milliseconds(5);
  };
  struct Counts {
    std::atomic<std::uint64_t> sent = 0, cut = 0, twice = 0, late = 0;
  };

  explicit BadNetwork(Chances chances, std::uint32_t seed = 1) : chances_(chances), random_(seed) {}

  Delivery::Send through() {
    return [this](const Parcel& parcel, const std::stop_token& stop) { return send(parcel, stop); };
  }
  // From now on everything arrives at once.
  void heal() {
    const std::scoped_lock lock(mutex_);
    chances_ = {0, 0, 0, 0, Duration(0)};
  }
  const Counts& counts() const { return counts_; }

 private:
  static Result<web::ClientAnswer> really(const Parcel& parcel, const std::stop_token& stop) {
    TRY(url, web::parse_url(parcel.url));
    return web::post_bytes(url, "/exchange/" + parcel.to.text(), parcel.pin, parcel.envelope, {std::chrono::seconds(20)}, stop);
  }
  static Error cut() { return {ErrorCode::unavailable, "The other server cannot be reached."}; }
  struct Fate {
    bool cut_before, cut_after, twice, late;
    Duration delay;
    std::optional<Parcel> from_before;
  };
  Fate draw(const Parcel& parcel) {
    const std::scoped_lock lock(mutex_);
    const auto happens = [this](double chance) { return std::uniform_real_distribution<double>(0, 1)(random_) < chance; };
    Fate out{happens(chances_.cut_before), happens(chances_.cut_after), happens(chances_.twice), happens(chances_.late),
             Duration(std::uniform_int_distribution<std::int64_t>(0, chances_.longest_delay.count())(random_)), {}};
    if (out.late && held_.size() < 200) held_.push_back(parcel);
    if (!held_.empty() && happens(0.2)) {
      const std::size_t which = random_() % held_.size();
      out.from_before = std::move(held_[which]);
      held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(which));
    }
    return out;
  }
  Result<web::ClientAnswer> send(const Parcel& parcel, const std::stop_token& stop) {
    const Fate fate = draw(parcel);
    ++counts_.sent;
    if (fate.delay.count() > 0) std::this_thread::sleep_for(fate.delay);
    if (fate.from_before) static_cast<void>(really(*fate.from_before, stop));
    if (fate.late) {
      ++counts_.late;
      return cut();
    }
    if (fate.cut_before) {
      ++counts_.cut;
      return cut();
    }
    auto answer = really(parcel, stop);
    if (fate.twice) {
      ++counts_.twice;
      answer = really(parcel, stop);
    }
    if (!fate.cut_after) return answer;
    ++counts_.cut;
    return cut();
  }

  std::mutex mutex_;
  Chances chances_;
  std::mt19937 random_;
  std::vector<Parcel> held_;
  Counts counts_;
};

// One organisation with everything that it takes to send and receive. Envelopes are a number here.
class ServingHouse {
 public:
  static constexpr vault::Compartment kReferral = 9;
  static constexpr std::string_view kPassphrase = "four words for a house";

  template <class T>
  static T must(Result<T> result) {
    if (result) return std::move(*result);
    std::cerr << result.error().to_string() << std::endl;
    std::abort();
  }
  static void must(const Result<void>& result) {
    if (result) return;
    std::cerr << result.error().to_string() << std::endl;
    std::abort();
  }

  // ARASHA_KEY_DIR is set by the caller.
  explicit ServingHouse(std::filesystem::path folder, int workers = 2) : folder_(std::move(folder)) {
    vault::Vault::InitOptions options;
    options.organization = "House";
    options.steward = "Saule";
    options.password = kPassphrase;
    options.cost = {19, 2};
    must(vault::Vault::init(folder_, options, clock_));
    vault_ = must(vault::Vault::open(folder_, clock_));
    by_.emplace(must(vault_->sign_in("Saule", kPassphrase)));
    site_ = std::make_unique<web::Site>(*vault_, false);
    add_inlet(*site_, *vault_, check, {1'000'000, Duration(1), 1'000'000, Duration(1), 1000});
    web::ServerOptions server;
    server.port = 0;
    server.workers = workers;
    web::ServerHooks hooks;
    hooks.handle = [this](const web::Request& request) { return site_->handle(request); };
    hooks.body_limit = [this](web::Method method, std::string_view path) { return site_->body_limit(method, path); };
    server_ = must(web::Server::start(server, std::move(hooks)));
  }
  ~ServingHouse() {
    delivery_.reset();
    server_.reset();
  }
  ServingHouse(const ServingHouse&) = delete;
  ServingHouse& operator=(const ServingHouse&) = delete;

  vault::Vault& vault() { return *vault_; }
  const vault::Keyring& by() const { return *by_; }
  const std::filesystem::path& folder() const { return folder_; }
  OrganizationId id() const { return vault_->organization(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
  CircleId referral() const { return vault_->directory()->circle(vault::CircleKind::referral)->id; }

  void deliver(const DeliveryLimits& limits, Delivery::Send send = {}) { delivery_ = std::make_unique<Delivery>(*vault_, limits, std::move(send)); }
  Delivery& delivery() { return *delivery_; }
  // No more comes or goes: the folder can be looked at.
  void close() {
    delivery_.reset();
    server_.reset();
    site_.reset();
    vault_.reset();
  }

  static Bytes envelope_of(std::uint64_t number, std::size_t size) {
    Bytes out = ByteWriter().sized("envelope").u64(number).take();
    out.resize(std::max(size, out.size()), 0x55);
    return out;
  }
  static Result<std::uint64_t> number_in(BytesView envelope) {
    ByteReader in(envelope);
    TRY(word, in.sized(100));
    if (text_view(word) != "envelope") return Error(ErrorCode::invalid_input, "This is no envelope.");
    return in.u64();
  }
  static Result<vault::DropId> check(BytesView envelope) {
    TRY_VOID(number_in(envelope));
    return drop_id_of(envelope);
  }

  // An entry that says so, and the parcels with it.
  void post(const std::vector<std::pair<const ServingHouse*, std::uint64_t>>& numbers, std::size_t size) {
    vault::FileChange change;
    change.file = crypto::random_id<FileId>();
    for (const auto& [to, number] : numbers) {
      change.entries.push_back({kReferral, 7, ByteWriter().u64(number).take(), {}, {}});
      Parcel parcel;
      parcel.to = to->id();
      parcel.url = to->url();
      parcel.next = Time();
      parcel.expires = clock_.now() + kKeepTrying;
      parcel.envelope = envelope_of(number, size);
      change.post.push_back({crypto::random_id<vault::ParcelId>(), encode(parcel)});
    }
    must(vault_->append(*by_, {change}));
    if (delivery_) delivery_->nudge();
  }

  // Takes what waits into one file of entries; answers how many that were.
  std::size_t take(std::size_t most = 256) {
    vault::FileChange change;
    change.file = crypto::random_id<FileId>();
    const auto enough = vault_->each_drop(*by_, referral(), [&](vault::DropId id, BytesView content) -> Result<void> {
      if (change.take.size() == most) return Error(ErrorCode::busy, "Enough.");
      change.take.push_back(id);
      change.entries.push_back({kReferral, 8, ByteWriter().u64(must(number_in(content))).take(), {}, {}});
      return {};
    });
    if (!enough && enough.error().code != ErrorCode::busy) must(enough);
    if (change.take.empty()) return 0;
    must(vault_->append(*by_, {change}));
    received_.push_back(change.file);
    return change.take.size();
  }
  // Every number that stands in an entry as received, sorted; read back from the database.
  std::vector<std::uint64_t> received() {
    std::vector<std::uint64_t> out;
    for (const FileId file : received_) {
      for (const vault::OpenedEntry& entry : must(vault_->open_file(*by_, file)).entries) {
        ByteReader in(entry.content);
        out.push_back(must(in.u64()));
      }
    }
    std::sort(out.begin(), out.end());
    return out;
  }
  std::size_t parcels() {
    std::size_t out = 0;
    must(vault_->each_parcel([&](vault::ParcelId, BytesView) -> Result<void> {
      ++out;
      return {};
    }));
    return out;
  }

 private:
  std::filesystem::path folder_;
  const SystemClock clock_;
  std::unique_ptr<vault::Vault> vault_;
  std::optional<vault::Keyring> by_;
  std::unique_ptr<web::Site> site_;
  std::unique_ptr<web::Server> server_;
  std::unique_ptr<Delivery> delivery_;
  std::vector<FileId> received_;
};

}  // namespace arasha::exchange
