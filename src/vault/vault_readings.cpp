// The reading record, and drafts.
#include "vault/slots.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

constexpr auto kPeriodLife = std::chrono::hours(1);
constexpr std::string_view kPeriodLabel = "arasha/reading-period/v1";
constexpr std::string_view kDraftLabel = "arasha/draft/v1";

Bytes period_context(OrganizationId organization, CircleId circle, std::uint32_t generation) {
  return ByteWriter().raw(organization.bytes()).raw(circle.bytes()).u32(generation).take();
}

Bytes reading_place(OrganizationId organization, std::uint64_t period) {
  return ByteWriter().sized("arasha/reading/v1").raw(organization.bytes()).u64(period).take();
}

Bytes encode(const Reading& reading) {
  return ByteWriter().raw(reading.member.bytes()).u64(static_cast<std::uint64_t>(to_milliseconds(reading.time)))
      .u8(static_cast<std::uint8_t>(reading.action)).raw(reading.file.bytes()).u32(reading.count).take();
}

Result<Reading> decode_reading(BytesView bytes) {
  ByteReader in(bytes);
  Reading out;
  TRY(member_bytes, in.raw(MemberId::kSize));
  TRY(member, MemberId::from_bytes(member_bytes));
  TRY(time, in.u64());
  TRY(action, in.u8());
  TRY(file_bytes, in.raw(FileId::kSize));
  TRY(file, FileId::from_bytes(file_bytes));
  TRY(count, in.u32());
  TRY_VOID(in.finish());
  const bool known = (action >= 1 && action <= static_cast<std::uint8_t>(Action::audited)) || action == static_cast<std::uint8_t>(Action::document);
  if (!known) {
    return Error(ErrorCode::damaged, "A line of the reading record is damaged.");
  }
  out.member = member;
  out.time = from_milliseconds(static_cast<std::int64_t>(time));
  out.action = static_cast<Action>(action);
  out.file = file;
  out.count = count;
  return out;
}

}  // namespace

// A symmetric key for the readings of one hour: sealed to the Auditors once, then a microsecond a line. This process
// forgets it when the period ends; from then on only the Auditors can read the lines.
struct Vault::Period {
  std::uint64_t leaf = 0;
  std::uint32_t generation = 0;
  Time until;
  crypto::Key key;
};

Result<std::shared_ptr<const Vault::Period>> Vault::period() {
  const auto state = directory();
  const Circle* auditors = state->circle(CircleKind::auditors);
  if (auditors == nullptr) return Error(ErrorCode::damaged, "The circle of the auditors is missing.");
  const std::scoped_lock lock(period_mutex_);
  const Time now = clock_.now();
  if (period_ && now < period_->until && period_->generation == auditors->generation()) return period_;
  auto fresh = std::make_shared<Period>();
  fresh->generation = auditors->generation();
  fresh->until = now + kPeriodLife;
  fresh->key = crypto::random_key();
  const Bytes body = ByteWriter().raw(auditors->id.bytes()).u32(fresh->generation)
                         .raw(crypto::seal_key_to(auditors->box.back(), kPeriodLabel,
                                                  period_context(organization_, auditors->id, fresh->generation), fresh->key))
                         .take();
  TRY_VOID(submit([&](store::Transaction& transaction) -> Result<void> {
    TRY_VOID(add_leaf(transaction, LeafKind::period, body));
    TRY(leaf, transaction.last_leaf());
    fresh->leaf = leaf->seq;
    return {};
  }));
  period_ = fresh;
  write_checkpoint();  // a server that runs for weeks does not wait for its end with it
  return period_;
}

Result<void> Vault::record(const Keyring& by, Action action, FileId file, std::uint32_t count) {
  TRY(now, period());
  const Reading reading{by.member(), clock_.now(), action, file, count};
  const Bytes body = ByteWriter().u64(now->leaf)
                         .raw(crypto::seal(now->key, reading_place(organization_, now->leaf), encode(reading))).take();
  return submit([&](store::Transaction& transaction) { return add_leaf(transaction, LeafKind::reading, body); });
}

Result<std::vector<RecordedReading>> Vault::readings(const Keyring& by, std::uint64_t before, std::size_t limit) const {
  const auto state = directory();
  const Circle* auditors = state->circle(CircleKind::auditors);
  if (auditors == nullptr || !by.holds(auditors->id)) {
    return Error(ErrorCode::denied, "Only the auditors may see who read what.");
  }
  TRY(leaves, store_->leaves_before(static_cast<std::uint8_t>(LeafKind::reading), before, limit));
  std::map<std::uint64_t, crypto::Key> periods;
  std::vector<RecordedReading> out;
  for (const store::LeafRow& leaf : leaves) {
    ByteReader in(leaf.body);
    TRY(period, in.u64());
    TRY(envelope, in.raw(in.left()));
    if (!periods.contains(period)) {
      TRY(rows, store_->leaves(period, 1));
      if (rows.empty() || rows[0].kind != static_cast<std::uint8_t>(LeafKind::period)) {
        return Error(ErrorCode::damaged, "The reading record is damaged: a key is missing.");
      }
      ByteReader body(rows[0].body);
      TRY(circle_bytes, body.raw(CircleId::kSize));
      TRY(circle, CircleId::from_bytes(circle_bytes));
      TRY(generation, body.u32());
      TRY(sealed, body.raw(body.left()));
      const crypto::Key* seed = by.circle_seed(circle, generation);
      if (seed == nullptr) return Error(ErrorCode::denied, "Only the auditors may see who read what.");
      TRY(key, box_key(*seed).open_key(kPeriodLabel, period_context(organization_, circle, generation), sealed));
      periods.emplace(period, std::move(key));
    }
    TRY(content, crypto::open(periods.at(period), reading_place(organization_, period), envelope));
    TRY(reading, decode_reading(content));
    out.push_back({leaf.seq, reading});
  }
  return out;
}

Result<void> Vault::keep_draft(MemberId member, std::string_view place, BytesView form) {
  const auto state = directory();
  const Member* person = state->member(member);
  if (person == nullptr || person->keys == PublicKeys{}) return Error(ErrorCode::denied, "There is nobody to keep this for.");
  const crypto::Hash name = crypto::tag(server_.places, kDraftLabel, {member.bytes(), view(place)});
  const Bytes context = ByteWriter().raw(organization_.bytes()).raw(member.bytes()).raw(name).take();
  store::DraftRow row{member, name, crypto::seal_to(person->keys.box, kDraftLabel, context, form)};
  return submit([&](store::Transaction& transaction) { return transaction.put_draft(row); });
}

Result<std::optional<Bytes>> Vault::draft(const Keyring& by, std::string_view place) const {
  const crypto::Hash name = crypto::tag(server_.places, kDraftLabel, {by.member().bytes(), view(place)});
  TRY(drafts, store_->drafts(by.member()));
  for (const store::DraftRow& row : drafts) {
    if (row.name != name) continue;
    const Bytes context = ByteWriter().raw(organization_.bytes()).raw(by.member().bytes()).raw(name).take();
    TRY(form, by.box().open(kDraftLabel, context, row.blob));
    return std::optional<Bytes>(std::move(form));
  }
  return std::optional<Bytes>();
}

Result<void> Vault::drop_draft(const Keyring& by, std::string_view place) {
  const crypto::Hash name = crypto::tag(server_.places, kDraftLabel, {by.member().bytes(), view(place)});
  return submit([&](store::Transaction& transaction) { return transaction.erase_draft(by.member(), name); });
}

}  // namespace arasha::vault
