// What comes from other organisations. First: how many envelopes a second one server takes durably over HTTP, and how long each
// sender waits for its answer; beside it bare appends of the same bytes to a file, each with a sync, in the same run. Then: many servers
// on a network that cuts, delays, repeats and reorders, for so long; at the end every envelope must have arrived exactly once and every
// chain must verify.
//
//   bench_exchange [seconds of the second part, 30] [servers, 50]
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "exchange/network.h"
#include "organization.h"
#include "vault/verify.h"

namespace {

using namespace arasha;
using bench::must;
using exchange::ServingHouse;

constexpr std::size_t kEnvelope = 4'000;
constexpr std::size_t kSenders = 16;
constexpr std::size_t kEach = 500;

double percentile(std::vector<double>& times, double part) {
  std::sort(times.begin(), times.end());
  return times.empty() ? 0 : times[std::min(times.size() - 1, static_cast<std::size_t>(part * static_cast<double>(times.size())))];
}

// Appends of that size, each synced before the next, as one who has no group commit must do.
double bare_appends(const std::filesystem::path& folder) {
  const int file = ::open((folder / "bare").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  if (file < 0) std::exit(1);
  const Bytes content = bench::random_content(kEnvelope);
  constexpr int kAppends = 2'000;
  const bench::Measure measure;
  for (int i = 0; i < kAppends; ++i) {
    if (::write(file, content.data(), content.size()) != static_cast<ssize_t>(content.size()) || ::fdatasync(file) != 0) std::exit(1);
  }
  const double out = kAppends / measure.seconds();
  ::close(file);
  return out;
}

// Several senders, each waiting for its answer before the next envelope; `pace` in a second together, or as fast as it goes.
void one_server(const ServingHouse& house, std::optional<double> pace, std::size_t each, std::uint64_t first) {
  const web::Url url = must(web::parse_url(house.url()));
  const std::string path = "/exchange/" + house.id().text();
  std::vector<std::vector<double>> times(kSenders);
  std::atomic<std::size_t> refused = 0;
  const bench::Measure measure;
  {
    std::vector<std::jthread> senders;
    for (std::size_t sender = 0; sender < kSenders; ++sender) {
      senders.emplace_back([&, sender] {
        const auto begun = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < each; ++i) {
          if (pace) std::this_thread::sleep_until(begun + std::chrono::duration<double>(static_cast<double>(i * kSenders + sender) / *pace));
          const Bytes envelope = ServingHouse::envelope_of(first + sender * each + i, kEnvelope);
          const bench::Measure one;
          const auto answer = web::post_bytes(url, path, {}, envelope);
          times[sender].push_back(one.seconds() * 1000);
          if (!answer || answer->status != 202) ++refused;
        }
      });
    }
  }
  const double seconds = measure.seconds();
  std::vector<double> all;
  for (const auto& some : times) all.insert(all.end(), some.begin(), some.end());
  const auto rate = static_cast<double>(all.size()) / seconds;
  fmt::print("  {:<58} {:>10.0f} a second   p50 {:.1f} ms, p99 {:.1f} ms, refused {}\n",
             pace ? fmt::format("one server, {} senders, {:.0f} envelopes a second wanted", kSenders, *pace) : fmt::format("one server, {} senders, as fast as it goes", kSenders),
             rate, percentile(all, 0.5), percentile(all, 0.99), refused.load());
  std::fflush(stdout);
}

struct World {
  std::vector<std::unique_ptr<ServingHouse>> houses;
  std::vector<std::vector<std::uint64_t>> expected;
};

// Posts and takes on a few threads until the time is over; then waits until nothing is on its way.
void run(World& world, std::chrono::seconds lasting, exchange::BadNetwork& network) {
  std::atomic<bool> posting = true;
  std::atomic<bool> taking = true;
  std::mutex mutex;
  std::uint64_t number = 0;
  std::vector<std::jthread> threads;
  constexpr std::size_t kPosters = 2, kTakers = 2;
  for (std::size_t poster = 0; poster < kPosters; ++poster) {
    threads.emplace_back([&, poster] {
      std::mt19937 random(static_cast<std::uint32_t>(poster) + 7);
      while (posting) {
        const std::size_t from = random() % world.houses.size();
        std::vector<std::pair<const ServingHouse*, std::uint64_t>> batch;
        {
          const std::scoped_lock lock(mutex);
          for (int i = 0; i < 4; ++i) {
            const std::size_t to = (from + 1 + random() % (world.houses.size() - 1)) % world.houses.size();
            batch.emplace_back(world.houses[to].get(), ++number);
            world.expected[to].push_back(number);
          }
        }
        world.houses[from]->post(batch, 500 + random() % 8'000);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    });
  }
  std::atomic<std::uint64_t> taken = 0;
  for (std::size_t taker = 0; taker < kTakers; ++taker) {
    threads.emplace_back([&, taker] {
      while (taking) {
        for (std::size_t i = taker; i < world.houses.size(); i += kTakers) taken += world.houses[i]->take();
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
      }
    });
  }
  const bench::Measure measure;
  std::this_thread::sleep_for(lasting);
  posting = false;
  const auto posted = [&] {
    const std::scoped_lock lock(mutex);
    return number;
  };
  fmt::print("  {:<58} {:>10} posted, {} taken while the network was bad\n", fmt::format("{} servers, {} s", world.houses.size(), lasting.count()), posted(), taken.load());
  std::fflush(stdout);
  const auto on_their_way = [&] {
    std::size_t out = 0;
    for (const auto& house : world.houses) out += house->parcels();
    return out;
  };
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(120) + lasting;
  while (on_their_way() > 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(200));
  taking = false;
  threads.clear();
  const auto& counts = network.counts();
  fmt::print("  {:<58} {:>10} tries: {} cut, {} sent twice, {} much later; {} never arrived\n", "", counts.sent.load(), counts.cut.load(), counts.twice.load(),
             counts.late.load(), on_their_way());
}

// Whether everything is there once, by what stands in the entries, and every chain holds.
bool is_whole(World& world) {
  std::uint64_t envelopes = 0, missing = 0, more = 0;
  for (std::size_t i = 0; i < world.houses.size(); ++i) {
    ServingHouse& house = *world.houses[i];
    while (house.take() > 0) {
    }
    const auto received = house.received();
    auto& expected = world.expected[i];
    std::sort(expected.begin(), expected.end());
    std::vector<std::uint64_t> lost, extra;
    std::set_difference(expected.begin(), expected.end(), received.begin(), received.end(), std::back_inserter(lost));
    std::set_difference(received.begin(), received.end(), expected.begin(), expected.end(), std::back_inserter(extra));
    envelopes += received.size();
    missing += lost.size();
    more += extra.size();
    house.close();
  }
  std::size_t broken = 0;
  for (const auto& house : world.houses) {
    if (!vault::verify(house->folder())) ++broken;
  }
  fmt::print("  {:<58} {:>10} arrived exactly once; {} missing, {} too many, {} chains of {} broken\n", "", envelopes - more, missing, more, broken, world.houses.size());
  return missing == 0 && more == 0 && broken == 0;
}

}  // namespace

int main(int count, char** values) {
  const int seconds = count > 1 ? std::atoi(values[1]) : 30;
  const int servers = count > 2 ? std::atoi(values[2]) : 50;
  must(crypto::initialize());
  const bench::Folder folder;
  ::setenv("ARASHA_KEY_DIR", (folder.path() / "keys").c_str(), 1);
  fmt::print("  {:<58} {:>10.0f} a second\n", fmt::format("bare appends of {} bytes, each with a sync", kEnvelope), bare_appends(folder.path()));
  {
    const ServingHouse house(folder.path() / "one", 32);
    one_server(house, 500, kEach, 1);
    one_server(house, std::nullopt, kEach, 1'000'000);
  }
  if (seconds <= 0) return 0;
  World world;
  exchange::BadNetwork network({0.1, 0.1, 0.1, 0.1, std::chrono::milliseconds(50)});
  for (int i = 0; i < servers; ++i) world.houses.push_back(std::make_unique<ServingHouse>(folder.path() / std::to_string(i)));
  world.expected.resize(world.houses.size());
  exchange::DeliveryLimits limits;
  limits.at_once = 2;
  limits.first_pause = std::chrono::milliseconds(100);
  limits.longest_pause = std::chrono::seconds(2);
  limits.poll = std::chrono::seconds(5);
  for (const auto& house : world.houses) house->deliver(limits, network.through());
  run(world, std::chrono::seconds(seconds), network);
  return is_whole(world) ? 0 : 1;
}
