// vectors.txt was made by make_vectors.py, a second writing of the same formats (docs/formats/).
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "crypto/hash.h"
#include "vault/blobs.h"
#include "vault/entry_header.h"
#include "vault/keyring.h"
#include "vault/ledger.h"
#include "vault/slots.h"
#include "vault/world.h"
#include "where.h"

namespace arasha::vault {
namespace {

class Vector {
 public:
  explicit Vector(std::map<std::string, std::string> fields) : fields_(std::move(fields)) {}
  Bytes operator[](const std::string& field) const { return must(from_hex(fields_.at(field))); }
  template <class IdType>
  IdType id(const std::string& field) const { return must(IdType::from_bytes((*this)[field])); }
  crypto::Key key(const std::string& field) const {
    const Bytes bytes = (*this)[field];
    return crypto::Key(std::span<const std::uint8_t, 32>(bytes));
  }
  crypto::Hash hash(const std::string& field) const {
    crypto::Hash out{};
    const Bytes bytes = (*this)[field];
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
  }
  std::uint64_t number(const std::string& field) const {
    std::uint64_t out = 0;
    for (const std::uint8_t byte : (*this)[field]) out = out << 8U | byte;
    return out;
  }

 private:
  std::map<std::string, std::string> fields_;
};

std::vector<Vector> vectors(const std::string& name) {
  must(crypto::initialize());
  std::ifstream file(std::string(where::kSource) + "/tests/vault/vectors.txt");
  std::vector<Vector> out;
  for (std::string line; std::getline(file, line);) {
    std::istringstream in(line);
    std::string word;
    in >> word;
    if (word != name) continue;
    std::map<std::string, std::string> fields;
    while (in >> word) fields[word.substr(0, word.find('='))] = word.substr(word.find('=') + 1);
    out.emplace_back(std::move(fields));
  }
  EXPECT_FALSE(out.empty()) << name;
  return out;
}

TEST(VaultVectors, AWholeEntry) {
  for (const Vector& v : vectors("entry")) {
    const auto organization = v.id<OrganizationId>("organization");
    store::EntryRow row{v.id<FileId>("file"), 0, v["row"], v["key"], v["body"]};
    const auto opened = must(open_header(v.key("ledger_key"), organization, row));
    EXPECT_EQ(opened.bytes, v["header"]);
    EXPECT_EQ(encode(opened.header), v["header"]);
    EXPECT_EQ(Bytes(opened.signature.begin(), opened.signature.end()), v["signature"]);
    EXPECT_TRUE(crypto::verify(v.hash("author_key"), kEntryLabel, opened.bytes, opened.signature));
    EXPECT_EQ(opened.header.author, v.id<MemberId>("author"));
    EXPECT_EQ(opened.header.id, v.id<EntryId>("id"));
    EXPECT_EQ(opened.header.compartment, 3);
    EXPECT_EQ(opened.header.type, 7);
    EXPECT_EQ(opened.header.position, 5U);
    EXPECT_EQ(hash_of(opened.bytes), v.hash("head"));
    const crypto::Key compartment = v.key("compartment_key");
    EXPECT_EQ(opened.header.compartment_key, crypto::tag(compartment, "arasha/compartment-tag/v1"));
    EXPECT_EQ(opened.header.content, must(crypto::commit_of(row.body)));
    const Bytes place = place_of(opened.header);
    const auto entry_key = must(crypto::unwrap_key(crypto::derive(compartment, "arasha/entry-keys/v1"), place, row.key));
    EXPECT_EQ(must(crypto::open(entry_key, place, row.body, crypto::kTextPadding)), v["content"]);
    // And nowhere else.
    row.seq = 1;
    EXPECT_FALSE(open_header(v.key("ledger_key"), organization, row));
  }
}

TEST(VaultVectors, ACard) {
  for (const Vector& v : vectors("card")) {
    const Bytes place = ByteWriter().sized("arasha/card/v1").raw(v["organization"]).raw(v["file"]).u8(3).u32(1).take();
    const auto key = crypto::derive(v.key("compartment_key"), "arasha/cards/v1");
    EXPECT_EQ(must(crypto::open(key, place, v["blob"], crypto::kTextPadding)), v["content"]);
  }
}

TEST(VaultVectors, GrantsBothWays) {
  for (const Vector& v : vectors("grant")) {
    const crypto::Key seed = v.key("seed");
    for (const char* field : {"wrapped", "boxed"}) {
      store::GrantRow row{v.id<FileId>("file"), 3, v.id<store::RecipientId>("recipient"), 2, v[field]};
      const auto open = [&] {
        return open_grant(seed, symmetric_key(seed), grant_place(v.id<OrganizationId>("organization"), row), row.blob);
      };
      must(open()).use([&](auto bytes) { EXPECT_EQ(Bytes(bytes.begin(), bytes.end()), v["compartment_key"]); });
      row.generation = 1;
      EXPECT_FALSE(open()) << field;
    }
  }
}

TEST(VaultVectors, LeavesAndACheckpoint) {
  for (const Vector& v : vectors("leaf")) {
    const auto kind = static_cast<LeafKind>(v["kind"].at(0));
    EXPECT_EQ(leaf_hash(v.number("seq"), kind, v.hash("previous"), v["body"]), v.hash("hash"));
    if (kind != LeafKind::moves) continue;
    const auto moves = must(decode_moves(v["body"]));
    ASSERT_EQ(moves.size(), 1U);
    EXPECT_EQ(moves[0].file, v.id<FileId>("file"));
    EXPECT_EQ(moves[0].length, 1U);
    EXPECT_EQ(moves[0].head, v.hash("head"));
    EXPECT_EQ(encode_moves(moves), v["body"]);
  }
  for (const Vector& v : vectors("checkpoint")) {
    const auto point = must(decode_checkpoint(v.id<OrganizationId>("organization"), v.hash("server"), v["bytes"]));
    EXPECT_EQ(point.length, 2U);
    EXPECT_EQ(point.head, v.hash("head"));
    EXPECT_FALSE(decode_checkpoint(v.id<OrganizationId>("organization"), v.hash("head"), v["bytes"]));
  }
}

TEST(VaultVectors, ABlob) {
  for (const Vector& v : vectors("blob")) {
    const auto id = v.id<BlobId>("blob");
    EXPECT_EQ(chunk_hash(id, 0, v["first"]), v.hash("first_hash"));
    EXPECT_EQ(chunk_hash(id, 1, v["second"]), v.hash("second_hash"));
    Bytes hashes = v["first_hash"];
    for (const std::uint8_t byte : v["second_hash"]) hashes.push_back(byte);
    EXPECT_EQ(content_hash(id, hashes), v.hash("content"));
    const store::BlobRow row{id, v.id<FileId>("file"), 3, 2, v.hash("content"), {}};
    EXPECT_EQ(encode_blob_leaf(row), v["leaf"]);
    const auto leaf = must(decode_blob_leaf(v["leaf"]));
    EXPECT_EQ(leaf.id, row.id);
    EXPECT_EQ(leaf.file, row.file);
    EXPECT_EQ(leaf.seq, v.number("seq"));
    EXPECT_EQ(leaf.chunks, v.number("chunks"));
    EXPECT_EQ(leaf.content, row.content);
    EXPECT_FALSE(decode_blob_leaf(BytesView(v["leaf"]).first(71)));
  }
}

TEST(VaultVectors, TheKeyChain) {
  for (const Vector& v : vectors("chain")) {
    Directory state;
    must(state.apply(v["genesis"], v["genesis_signature"]));
    EXPECT_EQ(state.organization(), v.id<OrganizationId>("organization"));
    EXPECT_EQ(state.name(), "Centre");
    EXPECT_EQ(state.shares().size(), 1U);
    EXPECT_TRUE(state.is_in(v.id<MemberId>("steward"), CircleKind::stewards));
    EXPECT_FALSE(Directory(state).apply(v["block"], v["genesis_signature"]));
    must(state.apply(v["block"], v["block_signature"]));
    EXPECT_EQ(state.name(), "Centre of the south");
    EXPECT_EQ(state.head(), v.hash("head"));
    EXPECT_EQ(encode(must(decode_block(v["block"]))), v["block"]);
    EXPECT_EQ(encode(must(decode_block(v["genesis"]))), v["genesis"]);
  }
}

TEST(VaultVectors, ANotice) {
  for (const Vector& v : vectors("notice")) {
    const auto organization = v.id<OrganizationId>("organization");
    const auto opened = must(open_notice(v.key("ledger_key"), organization, v["body"]));
    EXPECT_EQ(opened.bytes, v["head"]);
    EXPECT_EQ(encode(opened.head), v["head"]);
    EXPECT_TRUE(crypto::verify(v.hash("member_key"), kNoticeLabel, opened.bytes, opened.signature));
    EXPECT_EQ(opened.head.kind, NoticeKind::broke);
    EXPECT_EQ(opened.head.file, v.id<FileId>("file"));
    EXPECT_EQ(opened.head.member, v.id<MemberId>("member"));
    EXPECT_EQ(opened.head.position, 5U);
    EXPECT_EQ(opened.head.until - opened.head.time, Duration(std::chrono::hours(2)));
    ASSERT_EQ(opened.head.to.size(), 1U);
    EXPECT_EQ(opened.head.to[0].circle, v.id<CircleId>("circle"));
    EXPECT_EQ(opened.head.to[0].generation, 2U);
    Notice notice;
    notice.id = v.id<EntryId>("id");
    must(open_notice_content(v.key("key"), organization, opened.content, notice));
    EXPECT_EQ(notice.code, "life");
    EXPECT_EQ(notice.text, "She does not wake up");
    notice.id = EntryId();
    EXPECT_FALSE(open_notice_content(v.key("key"), organization, opened.content, notice)) << "from another notice";
    for (std::size_t i = 0; i < v["body"].size(); i += 7) {
      Bytes bad = v["body"];
      bad[i] ^= 1;
      const auto changed = open_notice(v.key("ledger_key"), organization, bad);
      Notice read;
      read.id = v.id<EntryId>("id");
      EXPECT_FALSE(changed && open_notice_content(v.key("key"), organization, changed->content, read)) << i;
    }
    const Bytes whole = v["head"];
    for (std::size_t length = 0; length < whole.size(); ++length) EXPECT_FALSE(decode_notice_head(BytesView(whole).first(length))) << length;
    Bytes longer = whole;
    longer.push_back(0);
    EXPECT_FALSE(decode_notice_head(longer));
  }
}

TEST(VaultVectors, WhatIsReadOnce) {
  for (const Vector& v : vectors("once")) {
    const OnceKeys keys(v.key("pepper"), v.id<OrganizationId>("organization"));
    const auto id = v.id<OnceId>("id");
    const OnceRecord record = must(keys.open_state(id, v["state"]));
    EXPECT_EQ(encode(record), v["record"]);
    EXPECT_EQ(record.status.from, "Centre");
    EXPECT_EQ(keys.keyed_words(id, text_view(v["words"])), v.hash("typed"));
    crypto::PasswordPool pool(1, 1);
    const crypto::Key stretched = must(pool.derive(text_view(v["typed"]), record.salt, record.cost));
    EXPECT_EQ(must(keys.open_body(id, stretched, v["body"])), v["content"]);
    EXPECT_EQ(must(keys.open_body(id, v.key("stretched"), v["body"])), v["content"]);
    EXPECT_EQ(OnceKeys::body_hash(v["body"]), record.body);
    EXPECT_FALSE(keys.open_state(OnceId(), v["state"])) << "another row";
    EXPECT_FALSE(keys.open_body(OnceId(), stretched, v["body"]));
    EXPECT_EQ(keys.leaf_body(7, id, v["state"]), v["leaf"]);
  }
}

TEST(VaultVectors, AStandingKey) {
  for (const Vector& v : vectors("standing")) {
    const auto organization = v.id<OrganizationId>("organization");
    StandingPlace place{v.id<CircleId>("circle"), 2, v.id<CircleId>("emergency"), 1};
    const auto open = [&] { return open_standing_key(organization, place, v.key("emergency_seed"), v["row"]); };
    must(open()).use([&](auto bytes) { EXPECT_EQ(Bytes(bytes.begin(), bytes.end()), v["seed"]); });
    place.emergency_generation = 0;
    EXPECT_FALSE(open());
    place.emergency_generation = 1;
    place.circle = v.id<CircleId>("emergency");
    EXPECT_FALSE(open());
  }
}

TEST(VaultVectors, BlocksOfTheEmergencyCircle) {
  for (const Vector& v : vectors("emergency")) {
    const Block made = must(decode_block(v["made"]));
    const auto& circle = std::get<CircleMade>(made.operation);
    EXPECT_EQ(circle.circle, v.id<CircleId>("circle"));
    EXPECT_EQ(circle.kind, CircleKind::emergency);
    EXPECT_EQ(circle.box, v.hash("box"));
    EXPECT_EQ(encode(made), v["made"]);
    const Block given = must(decode_block(v["given"]));
    EXPECT_EQ(std::get<StandingChanged>(given.operation).circle, v.id<CircleId>("standing"));
    EXPECT_TRUE(std::get<StandingChanged>(given.operation).given);
    EXPECT_EQ(encode(given), v["given"]);
    Bytes bad = v["given"];
    bad.back() = 2;
    EXPECT_FALSE(decode_block(bad));
  }
}

}  // namespace
}  // namespace arasha::vault
