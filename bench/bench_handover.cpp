// A case handed over between two organisations, with everything that the network does but the line itself: written into pieces and
// posted, received, taken in, taken over. One case of 1,000 entries, and one with 100 MB of documents. Beside it, in the same run:
// a file of that size copied with a sync.
//
//   bench_handover [entries, 1000] [megabytes, 100]
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "arasha/documents.pb.h"
#include "casework/changes.h"
#include "handover/two_sides.h"
#include "organization.h"

namespace {

using namespace arasha;

class Sides : public handover::TwoSides {
 public:
  Sides() { SetUp(); }
  ~Sides() override { TearDown(); }
  void TestBody() override {}

  FileId with_notes(int count) {
    const FileId file = make_case("Алия");
    casework::GrowingFile growing(handover::must(a_->vault().open_file(a_->first(), file)));
    for (int i = 0; i < count; ++i) {
      Note one;
      one.set_text(fmt::format("Запись {}{}", i, std::string(200, 'x')));
      growing.add(one);
    }
    handover::must(a_->vault().append(a_->first(), {handover::must(growing.take(a_->first().member(), clock_.now()))}));
    return file;
  }
  FileId with_documents(int megabytes) {
    const FileId file = make_case("Нургуль");
    std::string lines;
    while (lines.size() < (1U << 20U)) lines += "A line of a document.\n";
    lines.resize(1U << 20U);
    for (int left = megabytes; left > 0; left -= 20) {
      const int size = std::min(left, 20) << 20;
      CaseDocument document;
      document.set_kind("letter");
      document.set_title("Письмо");
      document.set_file_name("letter.txt");
      document.set_format("text");
      document.set_size(std::to_string(size));
      auto blob = handover::must(a_->vault().begin_blob(a_->first(), file, ASSISTANCE));
      for (int done = 0; done < size; done += 1 << 20) handover::must(blob->write(view(lines)));
      handover::must(blob->finish());
      handover::must(casework::Cases(a_->vault()).add(a_->first(), file, document, EntryId(), blob));
    }
    return file;
  }

  void hand_over(const char* what, FileId file) {
    thread_ = crypto::random_id<exchange::ThreadId>();
    clock_.advance(std::chrono::minutes(1));
    handover::must(offer_of({file}));
    deliver();
    accept();
    deliver();
    const bench::Measure all;
    const bench::Measure writing;
    while (!handover::must(handover::go_on(a_->vault(), a_->first(), thread_, kLong)).is_over) {}
    const double written = writing.seconds();
    const bench::Measure carrying;
    const std::size_t parcels = carry();
    const double carried = carrying.seconds();
    const bench::Measure keeping;
    while (true) {
      const auto done = handover::must(exchange::collect(b_->vault(), b_->first(), at_b_, 1000, kLong));
      if (done.pieces == 0 && done.taken == 0) break;
    }
    const double kept = keeping.seconds();
    const bench::Measure taking;
    take({1});
    const double taken = taking.seconds();
    if (state(*b_, 1) != "taken") {
      fmt::print(stderr, "{}: the case was not taken over but is {}\n", what, state(*b_, 1));
      std::exit(1);
    }
    fmt::print("{}: written and posted {:.2f} s, {} envelopes received durably {:.2f} s, kept {:.2f} s, taken over {:.2f} s; processors {:.1f} s; peak {:.0f} MB\n", what, written, parcels,
               carried, kept, taken, all.processor_seconds(), bench::Measure::peak_megabytes());
  }
};

void copy(int megabytes) {
  const bench::Folder folder;
  const Bytes some = bench::random_content(1U << 20U);
  const bench::Measure measure;
  const int file = ::open((folder.path() / "copy").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  for (int i = 0; i < megabytes; ++i) {
    if (::write(file, some.data(), some.size()) != static_cast<ssize_t>(some.size())) std::exit(1);
  }
  if (::fdatasync(file) != 0) std::exit(1);
  ::close(file);
  fmt::print("baseline: {} MB written to a file with a sync {:.2f} s\n", megabytes, measure.seconds());
}

}  // namespace

int main(int count, char** words) {
  const int entries = count > 1 ? std::atoi(words[1]) : 1000;
  const int megabytes = count > 2 ? std::atoi(words[2]) : 100;
  Sides sides;
  sides.hand_over(fmt::format("a case of {} entries", entries).c_str(), sides.with_notes(entries));
  sides.hand_over(fmt::format("a case with {} MB of documents", megabytes).c_str(), sides.with_documents(megabytes));
  copy(megabytes);
}
