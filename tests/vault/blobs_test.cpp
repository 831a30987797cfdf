// Photographs and documents: who can open them, what a thief can do to them, what is left when the power goes.
#include "vault/blobs.h"

#include <thread>

#include "store/fault.h"
#include "vault/thief.h"

namespace arasha::vault {
namespace {

namespace fs = std::filesystem;

Bytes picture(std::size_t size) {
  Bytes out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(i * 31 + i / 65536);
  return out;
}

class Blobs : public Thief {
 protected:
  std::shared_ptr<NewBlob> sealed(const Keyring& by, FileId file, Compartment compartment, const Bytes& content) {
    auto blob = must(vault_->begin_blob(by, file, compartment));
    // In odd pieces, as a network gives them.
    for (std::size_t at = 0; at < content.size(); at += 50'000) {
      must(blob->write(BytesView(content).subspan(at, std::min<std::size_t>(50'000, content.size() - at))));
    }
    must(blob->finish());
    return blob;
  }
  // The entry's place in the file.
  std::uint32_t keep(const Keyring& by, FileId file, Compartment compartment, const Bytes& content) {
    const std::uint32_t length = must(vault_->open_file(by, file)).length;
    FileChange change{file, length, {{compartment, 80, text("a document"), {}, {}, sealed(by, file, compartment, content)}}, {}, {}, {}};
    must(vault_->append(by, {change}));
    return length;
  }
  static Result<Bytes> read(OpenedBlob& blob) {
    Bytes out;
    while (true) {
      TRY(piece, blob.next());
      if (piece.empty()) return out;
      EXPECT_LE(piece.size(), crypto::kStreamChunk);
      out.insert(out.end(), piece.begin(), piece.end());
    }
  }
  Result<Bytes> read(const Keyring& by, FileId file, std::uint32_t seq) {
    TRY(blob, vault_->open_blob(by, file, seq));
    TRY(out, read(*blob));
    EXPECT_EQ(out.size(), blob->size());
    return out;
  }
  std::size_t rows() { return must(vault_->store().blobs()).size(); }
};

TEST_F(Blobs, ComeBackAsTheyWent) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  for (const std::size_t size : {0U, 1U, 65'535U, 65'536U, 65'537U, 600'000U, 2'500'000U}) {
    const Bytes content = picture(size);
    const std::uint32_t seq = keep(by, file, kAssistance, content);
    EXPECT_EQ(must(read(by, file, seq)), content) << size;
  }
  reopen();
  EXPECT_EQ(must(read(steward(), file, 7)), picture(2'500'000));
  vault_.reset();
  EXPECT_EQ(must(verify(data())).documents, 7U);
}

TEST_F(Blobs, ALengthTellsLittle) {
  EXPECT_EQ(chunks_for(0), 1U);
  EXPECT_EQ(chunks_for(65'536), 1U);
  EXPECT_EQ(chunks_for(8ULL * 65'536), 8U);
  EXPECT_EQ(chunks_for(8ULL * 65'536 + 1), 9U);
  EXPECT_EQ(chunks_for(17ULL * 65'536), 18U);
  EXPECT_EQ(chunks_for(100ULL << 20U), 1664U);  // of 1600: from 1024 to 2048 in steps of 128
  EXPECT_EQ(chunks_for(1664ULL * 65'536 + 1), 1792U);
  for (std::uint64_t size = 1; size < (200ULL << 20U); size += 777'777) {
    const std::uint64_t held = std::uint64_t{chunks_for(size)} * crypto::kStreamChunk;
    EXPECT_GE(held, size);
    EXPECT_LE(held, size + size / 8 + crypto::kStreamChunk);
  }
  // Every chunk in the store has the same length, but for the head of the first.
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  keep(by, file, kAssistance, picture(70'000));
  const auto row = must(vault_->store().blobs()).front();
  ASSERT_EQ(row.chunks, 2U);
  const auto first = must(vault_->store().chunk(row.id, 0));
  const auto second = must(vault_->store().chunk(row.id, 1));
  EXPECT_EQ(first->body.size(), second->body.size() + crypto::StreamOpener::kHeaderSize);
}

TEST_F(Blobs, OnlyWhoOpensTheCompartmentOpensThem) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance, kHealth});
  const std::uint32_t seq = keep(by, file, kHealth, picture(1000));
  Keyring worker = member("Aigul");
  must(vault_->join_circle(by, circle(CircleKind::casework), worker.member(), false));
  must(vault_->refresh(worker));
  ASSERT_TRUE(vault_->may_open(worker, file, kAssistance));
  ASSERT_FALSE(vault_->may_open(worker, file, kHealth));
  const auto refused = vault_->open_blob(worker, file, seq);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::denied);
  const auto not_hers = vault_->begin_blob(worker, file, kHealth);
  ASSERT_FALSE(not_hers);
  EXPECT_EQ(not_hers.error().code, ErrorCode::denied);
  EXPECT_FALSE(vault_->open_blob(by, crypto::random_id<FileId>(), 0));
  EXPECT_FALSE(vault_->open_blob(by, file, 0)) << "an entry without a document";
  EXPECT_FALSE(vault_->open_blob(by, file, 99));
}

TEST_F(Blobs, MayComeWithTheEntryThatMakesItsFile) {
  const Keyring by = steward();
  FileChange change;
  change.file = crypto::random_id<FileId>();
  auto blob = must(vault_->begin_blob(by, change.file, kAssistance));
  must(blob->write(picture(1000)));
  must(blob->finish());
  change.entries.push_back({kAssistance, 7, text("a picture"), {}, {}, blob});
  must(vault_->append(by, {change}));
  EXPECT_EQ(must(read(*must(vault_->open_blob(by, change.file, 0)))), picture(1000));
}

TEST_F(Blobs, SeveralThatAreOneThingAreOneReading) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  const std::vector<std::uint32_t> seqs = {keep(by, file, kAssistance, picture(1000)), keep(by, file, kAssistance, picture(2000))};
  const auto before = must(vault_->store().last_leaf())->seq;
  const auto all = must(vault_->open_blobs(by, file, seqs));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(must(vault_->store().last_leaf())->seq, before + 1);
  EXPECT_EQ(must(read(*all[0])), picture(1000));
  EXPECT_EQ(must(read(*all[1])), picture(2000));
  const std::vector<std::uint32_t> wrong = {seqs[0], 99};
  EXPECT_FALSE(vault_->open_blobs(by, file, wrong));
}

TEST_F(Blobs, AReadingIsThereBeforeTheFirstByte) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  const std::uint32_t seq = keep(by, file, kAssistance, picture(1000));
  const auto leaves = [&] { return must(vault_->store().last_leaf())->seq; };
  const auto before = leaves();
  const auto blob = must(vault_->open_blob(by, file, seq));
  EXPECT_EQ(leaves(), before + 1) << "nothing was read yet";
  must(read(*blob));
  const auto last = must(vault_->store().last_leaf());
  EXPECT_EQ(last->kind, static_cast<std::uint8_t>(LeafKind::reading));
  Keyring stranger = member("Timur");
  const auto then = leaves();
  EXPECT_FALSE(vault_->open_blob(stranger, file, seq));
  EXPECT_GT(leaves(), then) << "a refusal is recorded too";
}

TEST_F(Blobs, WhatNoEntryTookIsGone) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  { const auto blob = sealed(by, file, kAssistance, picture(300'000)); EXPECT_EQ(rows(), 1U); }
  EXPECT_EQ(rows(), 0U);
  // Cut in the middle, and then the process ends.
  {
    auto blob = must(vault_->begin_blob(by, file, kAssistance));
    must(blob->write(picture(3'000'000)));
    EXPECT_EQ(rows(), 1U);
    fs::copy(data(), root_ / "cut", fs::copy_options::recursive);
  }
  vault_.reset();
  fs::remove_all(data());
  fs::rename(root_ / "cut", data());
  EXPECT_EQ(must(verify(data())).documents, 0U) << "it counts for nothing";
  open();
  EXPECT_EQ(must(vault_->sweep_blobs()), 1U);
  EXPECT_EQ(rows(), 0U);
  EXPECT_EQ(must(vault_->sweep_blobs()), 0U);
}

TEST_F(Blobs, AnEntryThatFailsTakesNothing) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  auto blob = sealed(by, file, kAssistance, picture(1000));
  FileChange change{file, 5, {{kAssistance, 80, text("late"), {}, {}, blob}}, {}, {}, {}};
  const auto answer = vault_->append(by, {change});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::conflict);
  change.expected_length = 1;
  must(vault_->append(by, {change}));
  change.expected_length = 2;
  EXPECT_FALSE(vault_->append(by, {change})) << "a document belongs to one entry";
  change.entries.clear();
  blob.reset();
  EXPECT_EQ(must(read(by, file, 1)), picture(1000)) << "and stays when its writer has gone";
}

TEST_F(Blobs, ErasingTheEntryErasesThem) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  const std::uint32_t seq = keep(by, file, kAssistance, picture(200'000));
  const std::uint32_t other = keep(by, file, kAssistance, picture(100));
  const auto reading = must(vault_->open_blob(by, file, seq));
  ASSERT_FALSE(must(reading->next()).empty());
  must(vault_->append(by, {{file, 3, {}, {}, {seq}, {}}}));
  EXPECT_EQ(rows(), 1U);
  const auto rest = reading->next();
  ASSERT_FALSE(rest);
  EXPECT_EQ(rest.error().code, ErrorCode::not_found);
  EXPECT_EQ(vault_->open_blob(by, file, seq).error().code, ErrorCode::not_found);
  EXPECT_EQ(must(read(by, file, other)), picture(100));
  vault_.reset();
  EXPECT_EQ(must(verify(data())).documents, 1U);
}

TEST_F(Blobs, OthersSaveWhileOneArrives) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  const FileId other = new_file(by, {kAssistance});
  auto blob = must(vault_->begin_blob(by, file, kAssistance));
  for (std::uint32_t i = 1; i < 5; ++i) {
    must(blob->write(picture(2'000'000)));
    must(vault_->append(by, {{other, i, {{kAssistance, 7, text("note"), {}, {}}}, {}, {}, {}}}));
  }
  must(blob->finish());
  must(vault_->append(by, {{file, 1, {{kAssistance, 80, text("it"), {}, {}, blob}}, {}, {}, {}}}));
  EXPECT_EQ(must(read(by, file, 1)).size(), 8'000'000U);
}

TEST_F(Blobs, ABackupHoldsThem) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  const std::uint32_t seq = keep(by, file, kAssistance, picture(300'000));
  const auto copied = root_ / "copy";
  fs::create_directory(copied);
  must(vault_->store().copy_to(copied / "arasha.db"));
  vault_.reset();
  fs::remove_all(data());
  fs::rename(copied, data());
  open();
  EXPECT_EQ(must(read(steward(), file, seq)), picture(300'000));
}

// --- The thief

struct Attack {
  const char* what;
  const char* sql;
  bool by_verify;
  bool by_reading;
};

TEST_F(Blobs, WhatAThiefDoesToThemIsNoticed) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  const FileId other = new_file(by, {kAssistance});
  ASSERT_EQ(keep(by, file, kAssistance, picture(200'000)), 1U);
  ASSERT_EQ(keep(by, other, kAssistance, picture(200'001)), 1U);
  vault_.reset();
  fs::copy_file(data() / "arasha.db", root_ / "sound.db");
  for (const Attack& attack : {
           Attack{"a bit of a chunk", "UPDATE chunks SET body=flip(body) WHERE place=1 AND bid=1", true, true},
           Attack{"a bit of the hash", "UPDATE chunks SET hash=flip(hash) WHERE place=1 AND bid=1", true, false},
           Attack{"a chunk is missing", "DELETE FROM chunks WHERE place=1 AND bid=1", true, true},
           Attack{"the end is cut", "DELETE FROM chunks WHERE place=3 AND bid=1; UPDATE blobs SET chunks=3 WHERE bid=1", true, true},
           Attack{"two chunks exchanged",
                  "CREATE TABLE aside AS SELECT place,hash,body FROM chunks WHERE bid=1; UPDATE chunks SET body=(SELECT body FROM aside a WHERE a.place=3-chunks.place), "
                  "hash=(SELECT hash FROM aside a WHERE a.place=3-chunks.place) WHERE bid=1 AND place IN (1,2); DROP TABLE aside", true, true},
           Attack{"a chunk of another document",
                  "UPDATE chunks SET body=(SELECT body FROM chunks c WHERE c.bid=2 AND c.place=chunks.place), hash=(SELECT hash FROM chunks c WHERE c.bid=2 AND c.place=chunks.place) WHERE bid=1 AND place=2", true, true},
           Attack{"one chunk more", "INSERT INTO chunks(number,hash,body) SELECT number+3,hash,body FROM chunks WHERE bid=1 AND place=1", true, false},
           Attack{"the key", "UPDATE blobs SET key=flip(key) WHERE bid=1", false, true},
           Attack{"the key of another document", "UPDATE blobs SET key=(SELECT key FROM blobs b WHERE b.bid=2) WHERE bid=1", false, true},
           Attack{"the hash of the whole", "UPDATE blobs SET content=flip(content) WHERE bid=1", true, false},
           Attack{"two documents exchanged between files",
                  "CREATE TABLE aside AS SELECT bid,number FROM blobs; UPDATE blobs SET number=NULL; UPDATE blobs SET number=(SELECT number FROM aside a WHERE a.bid<>blobs.bid); DROP TABLE aside", true, true},
           Attack{"chunks of two documents exchanged whole", "UPDATE chunks SET number=number+(7<<20) WHERE bid=1; UPDATE chunks SET number=number-(1<<20) WHERE bid=2; UPDATE chunks SET number=number-(6<<20) WHERE bid=8", true, true},
           Attack{"the document is gone", "DELETE FROM chunks WHERE bid=1; DELETE FROM blobs WHERE bid=1", true, true},
           Attack{"it belongs to nobody", "UPDATE blobs SET number=NULL WHERE bid=1", true, true},
           Attack{"it is called erased", "UPDATE entries SET key=x'', body=x'' WHERE fid=1 AND seq=1; DELETE FROM chunks WHERE bid=1; DELETE FROM blobs WHERE bid=1", true, true},
       }) {
    fs::remove(data() / "arasha.db-wal");
    fs::remove(data() / "arasha.db-shm");
    fs::copy_file(root_ / "sound.db", data() / "arasha.db", fs::copy_options::overwrite_existing);
    fs::remove(checkpoint());
    sql(attack.sql);
    EXPECT_EQ(!verify(data()), attack.by_verify) << attack.what;
    open();
    const auto found = read(steward(), file, 1);
    EXPECT_EQ(!found.is_ok() || *found != picture(200'000), attack.by_reading) << attack.what;
    vault_.reset();
  }
}

TEST_F(Blobs, VerifyNamesTheChunk) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  keep(by, file, kAssistance, picture(200'000));
  sql("UPDATE chunks SET body=flip(body) WHERE place=2");
  const std::string said = refused();
  EXPECT_NE(said.find("Chunk 2 of the document of entry 1"), std::string::npos) << said;
  EXPECT_NE(said.find(file.text()), std::string::npos);
}

// An erased document that was put back from an old copy.
TEST_F(Blobs, VerifySeesWhatWasErasedAndPutBack) {
  const Keyring by = steward();
  const FileId file = new_file(by, {kAssistance});
  keep(by, file, kAssistance, picture(100));
  sql("CREATE TABLE old_blobs AS SELECT * FROM blobs; CREATE TABLE old_chunks AS SELECT number,hash,body FROM chunks");
  open();
  must(vault_->append(steward(), {{file, 2, {}, {}, {1}, {}}}));
  sql("INSERT INTO blobs SELECT * FROM old_blobs; INSERT INTO chunks(number,hash,body) SELECT * FROM old_chunks; DROP TABLE old_blobs; DROP TABLE old_chunks");
  EXPECT_NE(refused().find("was erased, and is there all the same"), std::string::npos);
}

// --- The power goes

TEST_F(Blobs, CutAtAnyCallADocumentIsWholeOrNotThere) {
  store::fault::install();
  std::optional<Keyring> by;
  by.emplace(steward());
  const FileId file = new_file(*by, {kAssistance});
  vault_.reset();
  fs::rename(root_ / "data", root_ / "start");
  fs::rename(root_ / "keys", root_ / "start-keys");
  const Bytes content = picture(1'080'000);  // two transactions of chunks, then the entry
  for (const auto then : {store::fault::Then::die, store::fault::Then::power_cut}) {
    std::uint64_t nth = 1;
    // Each page of a chunk is a call like the one before it: after the beginning every third is enough.
    for (; nth < 2000; nth += nth < 60 ? 1 : 3) {
      vault_.reset();
      for (const char* name : {"data", "keys"}) fs::remove_all(root_ / name);
      fs::copy(root_ / "start", root_ / "data", fs::copy_options::recursive);
      fs::copy(root_ / "start-keys", root_ / "keys", fs::copy_options::recursive);
      const auto outcome = store::fault::run_in_child(nth, then, [&](const store::fault::Acknowledge& acknowledge) {
        auto vault = Vault::open(data(), clock_);
        if (!vault) ::_exit(3);
        auto blob = (*vault)->begin_blob(*by, file, kAssistance);
        if (!blob || !(*blob)->write(content) || !(*blob)->finish()) ::_exit(4);
        if (!(*vault)->append(*by, {{file, 1, {{kAssistance, 80, text("it"), {}, {}, *blob}}, {}, {}, {}}})) ::_exit(5);
        acknowledge(1);
      });
      SCOPED_TRACE("killed at call " + std::to_string(nth));
      ASSERT_TRUE(outcome.status == 0 || outcome.status == store::fault::kKilled) << outcome.status;
      const auto report = verify(data());
      ASSERT_TRUE(report.is_ok()) << report.error().to_string();
      open();
      must(vault_->sweep_blobs());
      const std::uint32_t length = must(vault_->open_file(*by, file)).length;
      EXPECT_EQ(rows(), length - 1U);
      if (!outcome.acknowledged.empty()) {
        EXPECT_EQ(length, 2U);
      }
      if (length == 2) {
        EXPECT_EQ(must(read(*by, file, 1)), content);
      }
      if (outcome.status == 0 || HasFailure()) break;
    }
    EXPECT_GE(nth, 10U);
  }
}

}  // namespace
}  // namespace arasha::vault
