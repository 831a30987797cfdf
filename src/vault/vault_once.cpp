// Contents that one person outside reads one time (vault/once.h).
#include "base/text.h"
#include "vault/once.h"
#include "vault/spoken.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

Error nothing_there() { return {ErrorCode::not_found, "There is nothing at this address."}; }

// One try of one row at a time: many at once are no way around the count.
class Turn {
 public:
  Turn(std::mutex& mutex, std::set<OnceId>& at_work, OnceId id) : mutex_(mutex), at_work_(at_work), id_(id) {
    const std::scoped_lock lock(mutex_);
    mine_ = at_work_.insert(id_).second;
  }
  ~Turn() {
    const std::scoped_lock lock(mutex_);
    if (mine_) at_work_.erase(id_);
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool is_mine() const { return mine_; }

 private:
  std::mutex& mutex_;
  std::set<OnceId>& at_work_;
  OnceId id_;
  bool mine_ = false;
};

}  // namespace

struct Vault::Once {
  store::OnceRow row;
  OnceRecord record;
};

Result<MadeOnce> Vault::put_once(const Keyring& by, const NewOnce& fresh) {
  const auto state = directory();
  TRY_VOID(check_may_write(by, *state));
  const Time now = clock_.now();
  if (fresh.content.size() > kOnceLimit) return Error(ErrorCode::too_large, "This is too large to be read once. Send it as an encrypted file.");
  if (fresh.expires <= now || fresh.expires > now + kLongestOnce) {
    return Error(ErrorCode::invalid_input, "What is read once waits for 30 days at most. Choose a day before that.");
  }
  if (fresh.from.size() > kOnceFromLimit || !is_utf8(fresh.from)) return Error(ErrorCode::invalid_input, "Say in fewer words who sends this.");
  const OnceKeys keys(server_.pepper, organization_);
  MadeOnce out{crypto::random_id<OnceId>(), suggested_passphrase()};
  OnceRecord record;
  record.status = {OnceState::waiting, now, fresh.expires, {}, by.member(), {}, kOnceTries, fresh.from, fresh.form, static_cast<std::uint32_t>(fresh.content.size())};
  record.salt = crypto::random_salt();
  record.cost = kOnceCost;
  TRY(stretched, passwords_.derive(text_view(keys.keyed_words(out.id, out.words)), record.salt, record.cost));
  const Bytes body = keys.seal_body(out.id, stretched, fresh.content);
  record.body = OnceKeys::body_hash(body);
  const Bytes sealed = keys.seal_state(out.id, record);
  TRY_VOID(submit([&](store::Transaction& transaction) -> Result<void> {
    TRY_VOID(transaction.add_once({out.id, sealed, body}));
    return keys.add_leaf(transaction, out.id, sealed);
  }));
  return out;
}

// The row with what it is now; one whose time is over, or that came back with a backup, is ended first.
Result<Vault::Once> Vault::current_once(OnceId id) {
  if (behind_checkpoint_) {
    return Error(ErrorCode::unavailable, "This cannot be opened now: the server is being repaired. Ask whoever sent it.");
  }
  const OnceKeys keys(server_.pepper, organization_);
  Once out;
  bool put_back = false;
  TRY_VOID(store_->at_once([&](const store::Reader& reader) -> Result<void> {
    TRY(row, reader.once(id));
    if (!row) return nothing_there();
    TRY(record, keys.open_state(id, row->state));
    TRY(change, keys.last_change(reader, id, row->state));
    TRY(restored, OnceKeys::is_put_back(reader, change));
    put_back = restored;
    out = {std::move(*row), std::move(record)};
    return {};
  }));
  OnceStatus& status = out.record.status;
  if (status.state != OnceState::waiting) return out;
  const bool expired = clock_.now() >= status.expires;
  if (!put_back && !expired) {
    if (OnceKeys::body_hash(out.row.body) != out.record.body) return Error(ErrorCode::damaged, "This part of the data is damaged, or it belongs somewhere else.");
    return out;
  }
  TRY(ended, change_once(out, put_back ? OnceState::put_back : OnceState::expired, {}));
  static_cast<void>(ended);  // if somebody else ended it a moment ago, what she did counts
  return current_once(id);
}

// Counts a wrong try (`waiting`) or ends the row. False, and nothing is changed, when it is not as it was read any more.
Result<bool> Vault::change_once(Once& once, OnceState to, MemberId by) {
  const OnceKeys keys(server_.pepper, organization_);
  OnceRecord next = once.record;
  ++next.changes;
  if (to == OnceState::waiting && --next.status.tries_left == 0) to = OnceState::guessed;
  next.status.state = to;
  if (to != OnceState::waiting) {
    next.status.ended = clock_.now();
    next.status.ended_by = by;
  }
  const Bytes sealed = keys.seal_state(once.row.id, next);
  bool changed = false;
  TRY_VOID(submit([&](store::Transaction& transaction) -> Result<void> {
    changed = false;
    TRY(row, transaction.once(once.row.id));
    if (!row || row->state != once.row.state) return {};
    if (to == OnceState::waiting) TRY_VOID(transaction.put_once_state(once.row.id, sealed));
    else TRY_VOID(transaction.end_once(once.row.id, sealed));
    TRY_VOID(keys.add_leaf(transaction, once.row.id, sealed));
    changed = true;
    return {};
  }));
  if (changed) {
    once.record = std::move(next);
    once.row.state = sealed;
  }
  return changed;
}

Result<OnceStatus> Vault::once(OnceId id) {
  TRY(found, current_once(id));
  return found.record.status;
}

Result<OnceAnswer> Vault::read_once(OnceId id, std::string_view words) {
  const Turn turn(once_mutex_, once_at_work_, id);
  if (!turn.is_mine()) return Error(ErrorCode::busy, "This is being opened at this very moment. Wait a little.");
  TRY(found, current_once(id));
  if (found.record.status.state != OnceState::waiting) return OnceAnswer{found.record.status, std::nullopt};
  const OnceKeys keys(server_.pepper, organization_);
  TRY(stretched, passwords_.derive(text_view(keys.keyed_words(id, words)), found.record.salt, found.record.cost));
  auto content = keys.open_body(id, stretched, found.row.body);
  auto changed = change_once(found, content ? OnceState::read : OnceState::waiting, {});
  if (changed && *changed) {
    if (!content) return OnceAnswer{found.record.status, std::nullopt};
    return OnceAnswer{found.record.status, std::move(*content)};
  }
  // Another process was first, or nothing could be written: nobody may see what the record does not say was seen.
  if (content) crypto::wipe(*content);
  if (!changed) return std::move(changed).error();
  TRY(now, current_once(id));
  return OnceAnswer{now.record.status, std::nullopt};
}

Result<void> Vault::withdraw_once(const Keyring& by, OnceId id) {
  const auto state = directory();
  TRY_VOID(check_may_write(by, *state));
  while (true) {
    TRY(found, current_once(id));
    const Circle* referral = state->circle(CircleKind::referral);
    const bool may = found.record.status.maker == by.member() || (referral != nullptr && state->is_in(by.member(), referral->id));
    if (!may) return nothing_there();
    if (found.record.status.state != OnceState::waiting) return Error(ErrorCode::conflict, "This cannot be taken back any more: it is over.");
    TRY(done, change_once(found, OnceState::withdrawn, by.member()));
    if (done) return {};
  }
}

Result<std::size_t> Vault::end_onces() {
  TRY(rows, store_->onces(true));
  const OnceKeys keys(server_.pepper, organization_);
  TRY(restored, store_->leaves_before(static_cast<std::uint8_t>(LeafKind::restored), UINT64_MAX, 1));
  std::size_t ended = 0;
  for (const store::OnceRow& row : rows) {
    // One that is damaged is named by `verify`, and keeps no other from its end.
    const auto record = keys.open_state(row.id, row.state);
    if (!record || (restored.empty() && clock_.now() < record->status.expires)) continue;
    const auto now = current_once(row.id);
    if (now && now->record.status.state != OnceState::waiting) ++ended;
  }
  return ended;
}

}  // namespace arasha::vault
