#include "vault/once.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "base/text.h"
#include "crypto/words.h"
#include "vault/spoken.h"

namespace arasha::vault {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kKeyLabel = "arasha/once/v1";
constexpr std::string_view kStateLabel = "arasha/once-state/v1";
constexpr std::string_view kBodyLabel = "arasha/once-body/v1";
constexpr std::string_view kWordsLabel = "arasha/once-words/v1";
constexpr std::string_view kLeafLabel = "arasha/once-leaf/v1";
constexpr crypto::Padding kBodyPadding{4096};
constexpr std::size_t kAtOnce = 256;
constexpr int kWords = 6;

Error put_back() { return {ErrorCode::damaged, "What was to be read once is not what was written last: somebody put it back or exchanged it."}; }

OnceId id_of(const store::LeafRow& leaf) {
  std::array<std::uint8_t, OnceId::kSize> bytes{};
  if (leaf.body.size() >= bytes.size()) std::copy_n(leaf.body.begin(), bytes.size(), bytes.begin());
  return OnceId::from_array(bytes);
}

// Cyrillic letters by the sound that the words have; "?" for those that none of them has.
std::string sound_of(char32_t c, bool first) {
  static const std::map<char32_t, char> kSounds = {
      {U'а', 'a'}, {U'ә', 'a'}, {U'б', 'b'}, {U'д', 'd'}, {U'ф', 'f'}, {U'г', 'g'}, {U'ғ', 'g'}, {U'и', 'i'}, {U'і', 'i'}, {U'ы', 'i'}, {U'ж', 'j'},
      {U'й', 'j'}, {U'к', 'k'}, {U'қ', 'k'}, {U'л', 'l'}, {U'м', 'm'}, {U'н', 'n'}, {U'ң', 'n'}, {U'о', 'o'}, {U'ө', 'o'}, {U'п', 'p'}, {U'р', 'r'},
      {U'с', 's'}, {U'з', 's'}, {U'т', 't'}, {U'у', 'u'}, {U'ұ', 'u'}, {U'ү', 'u'}, {U'в', 'v'}};
  static const std::map<char32_t, char> kWithJ = {{U'я', 'a'}, {U'ё', 'o'}, {U'ю', 'u'}};
  if (const auto found = kWithJ.find(c); found != kWithJ.end()) return first ? std::string{'j', found->second} : std::string{found->second};
  const auto found = kSounds.find(c);
  return std::string(1, found == kSounds.end() ? '?' : found->second);
}

}  // namespace

HeardWords heard_words(std::string_view typed) {
  std::vector<std::string> words;
  if (typed.size() > 400 || !is_utf8(typed)) return {};
  std::string folded = fold_case(typed);
  bool inside = false;
  for (std::size_t at = 0; at < folded.size();) {
    const auto lead = static_cast<unsigned char>(folded[at]);
    char32_t c = lead;
    std::size_t size = 1;
    if (lead >= 0xc0U && lead < 0xe0U && at + 1 < folded.size()) {
      c = (static_cast<char32_t>(lead & 0x1fU) << 6U) | (static_cast<unsigned char>(folded[at + 1]) & 0x3fU);
      size = 2;
    } else if (lead >= 0xe0U) {
      c = U' ';  // long dashes, quotation marks, wide blanks
      size = lead < 0xf0U ? 3 : 4;
    }
    at += size;
    const bool latin = c >= U'a' && c <= U'z';
    const bool other = c >= 0x400U && c < 0x530U;
    if (!latin && !other) {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    inside = true;
    words.back() += latin ? std::string(1, static_cast<char>(c)) : sound_of(c, words.back().empty());
    if (words.back() == "dj") words.back() = "j";  // «дж»
  }
  crypto::wipe(folded);
  HeardWords out;
  if (words.size() != kWords) return out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!is_spoken_word(words[i])) {
      out.wrong = static_cast<int>(i) + 1;
      out.words.clear();
      return out;
    }
    if (i > 0) out.words += ' ';
    out.words += words[i];
  }
  return out;
}

Bytes encode(const OnceRecord& record) {
  const OnceStatus& s = record.status;
  const auto time = [](Time t) { return static_cast<std::uint64_t>(to_milliseconds(t)); };
  ByteWriter out;
  out.u8(kVersion).u8(static_cast<std::uint8_t>(s.state)).u8(static_cast<std::uint8_t>(s.tries_left)).u8(s.form);
  out.u64(time(s.made)).u64(time(s.expires)).u64(time(s.ended)).raw(s.maker.bytes()).raw(s.ended_by.bytes()).u32(s.size);
  out.raw(record.salt).u32(record.cost.memory_mib).u32(record.cost.passes).raw(record.body).u32(record.changes).sized(s.from);
  return out.take();
}

Result<OnceRecord> decode_once_record(BytesView bytes) {
  const Error wrong(ErrorCode::damaged, "This part of the data is damaged, or it belongs somewhere else.");
  ByteReader in(bytes);
  OnceRecord out;
  OnceStatus& s = out.status;
  const auto time = [&in]() -> Result<Time> {
    TRY(value, in.u64());
    if (value > (std::uint64_t{1} << 50U)) return Error(ErrorCode::damaged, "This part of the data is damaged, or it belongs somewhere else.");
    return from_milliseconds(static_cast<std::int64_t>(value));
  };
  TRY(version, in.u8());
  TRY(state, in.u8());
  TRY(tries, in.u8());
  TRY(form, in.u8());
  if (version != kVersion || state < 1 || state > static_cast<std::uint8_t>(OnceState::put_back) || tries > kOnceTries) return wrong;
  s.state = static_cast<OnceState>(state);
  s.tries_left = tries;
  s.form = form;
  TRY(made, time());
  TRY(expires, time());
  TRY(ended, time());
  s.made = made;
  s.expires = expires;
  s.ended = ended;
  TRY(maker, in.raw(MemberId::kSize));
  TRY(ended_by, in.raw(MemberId::kSize));
  TRY(size, in.u32());
  s.maker = *MemberId::from_bytes(maker);
  s.ended_by = *MemberId::from_bytes(ended_by);
  s.size = size;
  TRY(salt, in.raw(out.salt.size()));
  std::copy(salt.begin(), salt.end(), out.salt.begin());
  TRY(memory, in.u32());
  TRY(passes, in.u32());
  out.cost = {memory, passes};
  TRY(body, in.raw(out.body.size()));
  std::copy(body.begin(), body.end(), out.body.begin());
  TRY(changes, in.u32());
  out.changes = changes;
  TRY(from, in.sized(kOnceFromLimit));
  s.from = to_text(from);
  TRY_VOID(in.finish());
  if (!is_utf8(s.from)) return wrong;
  return out;
}

OnceKeys::OnceKeys(const crypto::Key& pepper, OrganizationId organization) : key_(crypto::derive(pepper, kKeyLabel)), organization_(organization) {}

Bytes OnceKeys::place(std::string_view label, OnceId id) const { return ByteWriter().sized(label).raw(organization_.bytes()).raw(id.bytes()).take(); }

Bytes OnceKeys::seal_state(OnceId id, const OnceRecord& record) const { return crypto::seal(key_, place(kStateLabel, id), encode(record), crypto::kTextPadding); }

Result<OnceRecord> OnceKeys::open_state(OnceId id, BytesView state) const {
  TRY(bytes, crypto::open(key_, place(kStateLabel, id), state, crypto::kTextPadding));
  return decode_once_record(bytes);
}

crypto::Hash OnceKeys::keyed_words(OnceId id, std::string_view words) const {
  return crypto::tag(key_, kWordsLabel, {organization_.bytes(), id.bytes(), view(words)});
}

Bytes OnceKeys::seal_body(OnceId id, const crypto::Key& stretched, BytesView content) const {
  return crypto::seal(crypto::derive(stretched, kBodyLabel), place(kBodyLabel, id), content, kBodyPadding);
}

Result<Bytes> OnceKeys::open_body(OnceId id, const crypto::Key& stretched, BytesView body) const {
  return crypto::open(crypto::derive(stretched, kBodyLabel), place(kBodyLabel, id), body, kBodyPadding);
}

crypto::Hash OnceKeys::body_hash(BytesView body) { return crypto::fingerprint(kBodyLabel, {body}); }

Bytes OnceKeys::leaf_body(std::uint64_t seq, OnceId id, BytesView state) const {
  const Bytes at = ByteWriter().u64(seq).take();
  return ByteWriter().raw(id.bytes()).raw(crypto::tag(key_, kLeafLabel, {organization_.bytes(), at, id.bytes(), state})).take();
}

Result<void> OnceKeys::add_leaf(store::Transaction& transaction, OnceId id, BytesView state) const {
  TRY(last, transaction.last_leaf());
  return vault::add_leaf(transaction, LeafKind::once, leaf_body(last ? last->seq + 1 : 0, id, state));
}

Result<std::uint64_t> OnceKeys::last_change(const store::Reader& reader, OnceId id, BytesView state) const {
  for (std::uint64_t before = UINT64_MAX;;) {
    TRY(leaves, reader.leaves_before(static_cast<std::uint8_t>(LeafKind::once), before, kAtOnce));
    for (const store::LeafRow& leaf : leaves) {
      before = leaf.seq;
      if (id_of(leaf) != id) continue;
      if (!crypto::equal(leaf.body, leaf_body(leaf.seq, id, state))) return put_back();
      return leaf.seq;
    }
    if (leaves.size() < kAtOnce) return put_back();
  }
}

Result<bool> OnceKeys::is_put_back(const store::Reader& reader, std::uint64_t last_change) {
  TRY(restored, reader.leaves_before(static_cast<std::uint8_t>(LeafKind::restored), UINT64_MAX, 1));
  return !restored.empty() && restored[0].seq > last_change;
}

Result<void> OnceKeys::verify(const store::Reader& reader) const {
  std::map<OnceId, store::LeafRow> last;
  for (std::uint64_t from = 0;;) {
    TRY(leaves, reader.leaves_of(static_cast<std::uint8_t>(LeafKind::once), from, kAtOnce));
    for (const store::LeafRow& leaf : leaves) {
      from = leaf.seq + 1;
      last[id_of(leaf)] = leaf;
    }
    if (leaves.size() < kAtOnce) break;
  }
  TRY(rows, reader.onces(false));
  for (const store::OnceRow& listed : rows) {
    const auto leaf = last.find(listed.id);
    TRY(row, reader.once(listed.id));
    if (leaf == last.end() || !row || !crypto::equal(leaf->second.body, leaf_body(leaf->second.seq, listed.id, row->state))) return put_back();
    TRY(record, open_state(listed.id, row->state));
    const bool waits = record.status.state == OnceState::waiting;
    if (waits == row->body.empty()) return put_back();
    if (waits && body_hash(row->body) != record.body) return put_back();
    last.erase(leaf);
  }
  if (!last.empty()) return Error(ErrorCode::damaged, "What was to be read once is missing, and the ledger names it.");
  return {};
}

}  // namespace arasha::vault
