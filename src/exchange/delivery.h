// Brings parcels to other organisations' servers: the threads that need no member. They read what is posted, try again with
// growing pauses until it expires, and take a parcel away once the other side has it durably.
//
// Each partner has a queue of its own, in which one thing is sent at a time, oldest first; a partner that is dead holds up nobody
// else. Pieces of long contents wait until nothing else does, and where the partner has no place for them they hold up nothing. An answer may be lost on its way, so the same envelope may arrive twice: the other side knows it by its hash.
// What became of it is known here only as long as the process lives; that it was sent is an entry.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "exchange/parcel.h"
#include "vault/vault.h"

namespace arasha::exchange {

enum class Failure : std::uint8_t {
  none,
  unreachable,  // nobody answers there, or it was cut off
  not_trusted,  // another certificate or key than the card says
  not_here,     // 404, 410: that server knows nothing of this organisation, or of these keys
  too_large,    // 413
  refused,      // 400 and other answers that say: not this one
  busy,         // 429, 503, no answer in time: later
  failed,       // 5xx
};

struct DeliveryStatus {
  std::uint64_t waiting = 0;
  std::optional<Time> last_attempt;
  std::optional<Time> last_delivered;
  Failure last_failure = Failure::none;  // of the last attempt
  std::uint64_t given_up = 0;            // expired since the program started
};

struct DeliveryLimits {
  int at_once = 4;                                          // partners
  Duration first_pause = std::chrono::seconds(5);           // doubles with each failure
  Duration longest_pause = std::chrono::hours(1);
  Duration poll = std::chrono::seconds(60);                 // looks for new parcels without being told
  web::ClientLimits client = {};
};

class Delivery {
 public:
  // How one envelope is sent; tests put a bad network here. Called on several threads at once.
  using Send = std::function<Result<web::ClientAnswer>(const Parcel& parcel, const std::stop_token& stop)>;
  // One process of a data folder (store/lock.h). The vault must outlive it.
  explicit Delivery(vault::Vault& vault, DeliveryLimits limits = {}, Send send = {});
  ~Delivery();  // what is under way is cut off, and tried again by the next process
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  // Something was posted: cheap, after each append that posts.
  void nudge();
  // The partner's server is somewhere else, or has another key: what waits goes there from now on, and is tried at once. Where
  // nothing waits or nothing changed, nothing happens. Rewritten by the threads; after a crash in between call it again.
  void readdress(OrganizationId to, std::string url, std::optional<web::Pin> pin);
  DeliveryStatus status(OrganizationId to) const;

 private:
  // What is remembered of a parcel; the envelope stays in the database.
  struct Waiting {
    vault::ParcelId id;
    Time next;
    Time expires;
    bool large = false;  // a piece of a long content
  };
  struct Address {
    std::string url;
    std::optional<web::Pin> pin;
  };
  struct Partner {
    std::deque<Waiting> waiting;
    std::optional<Address> moved;  // to be written into all that wait
    bool in_hand = false;          // by one of the threads
    Time not_before;
    std::uint32_t failures = 0;    // in a row
    Time large_not_before;         // of pieces of long contents alone
    std::uint32_t large_failures = 0;
    std::uint64_t turn = 0;        // when it had its last one
    DeliveryStatus status;
  };
  enum class Step { delivered, parcel_failed, partner_failed, gone };

  void work(const std::stop_token& stop);
  void tell();
  bool read_new();
  static Time due_at(const Partner& partner, const Waiting& waiting);
  bool has_work(const Partner& partner, Time now) const;
  Partner* due(Time now);
  Duration pause(Time now) const;
  void serve(Partner& partner, const std::stop_token& stop);
  Step try_one(Partner& partner, Waiting& waiting, const std::stop_token& stop);
  std::set<vault::ParcelId> rewrite(const std::vector<Waiting>& all, const Address& address);
  Duration pause_after(std::uint32_t failures) const;

  vault::Vault& vault_;
  const DeliveryLimits limits_;
  const Send send_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::map<OrganizationId, Partner> partners_;  // none is ever removed: pointers stay
  bool posted_ = true;                          // to be read
  bool reading_ = false;
  std::uint64_t seen_ = 0;                      // the place of the last parcel that was read
  std::chrono::steady_clock::time_point read_at_;
  std::uint64_t turns_ = 0;
  std::uint64_t told_ = 0;                      // changes with whatever may be news to a thread that waits
  std::vector<std::jthread> threads_;           // last: they end before what they use
};

}  // namespace arasha::exchange
