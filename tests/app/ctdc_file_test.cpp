// The real file of the collaborative through the commands, where it is at hand.
#include <sys/resource.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>

#include "app/command_room.h"
#include "app/ctdc_tables.h"
#include "where.h"

namespace arasha::app {
namespace {

std::string output_of(const std::string& command) {
  std::string out;
  std::array<char, 65536> block{};
  FILE* pipe = popen(command.c_str(), "r");
  std::size_t got = 0;
  while (pipe != nullptr && (got = std::fread(block.data(), 1, block.size(), pipe)) > 0) out.append(block.data(), got);
  if (pipe != nullptr) pclose(pipe);
  return out;
}

long peak_megabytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

TEST_F(CommandRoom, RealFileGoesInComesOutAndIsCounted) {
  const std::string packed = std::string(where::kSharedData) + "/ctdc/ctdc_global_kanon_2021-07-15.csv.gz";
  if (!fs::exists(packed)) GTEST_SKIP() << "the file of the dataset is not here";
  ASSERT_EQ(std::system(("zcat '" + packed + "' > '" + path("ctdc.csv") + "'").c_str()), 0);
  ASSERT_EQ(init().status, 0);

  const auto start = std::chrono::steady_clock::now();
  const Answer in = saule("import", {"--format", "ctdc", path("ctdc.csv")});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  ASSERT_EQ(in.status, 0) << in.error;
  EXPECT_EQ(in.out, "97,750 records are imported.\n");
  std::cout << "import of 97,750 cases: " << took.count() << " s, peak " << peak_megabytes() << " MB\n";

  ASSERT_EQ(saule("export", {"--format", "ctdc", "--out", path("back.csv")}).status, 0);
  const auto back = sorted_lines(read("back.csv"));
  EXPECT_EQ(back.size(), 97751U);
  EXPECT_TRUE(back == sorted_lines(read("ctdc.csv")));

  const auto counting = std::chrono::steady_clock::now();
  const Answer counted = saule("count", {"--by", "gender,citizenship", "--format", "csv"});
  const std::chrono::duration<double> counted_in = std::chrono::steady_clock::now() - counting;
  const std::string expected = "gender,citizenship,n\n" +
                               output_of("tail -n +2 '" + path("ctdc.csv") + "' | cut -d, -f3,8 | LC_ALL=C sort | LC_ALL=C uniq -c | awk '{n=$1; $1=\"\"; "
                                         "sub(/^ /, \"\"); print $0 \",\" n}' | LC_ALL=C sort -t, -k1,1 -k2,2");
  EXPECT_EQ(counted.out, expected);
  std::cout << "count from the command line, with everything opened: " << counted_in.count() << " s\n";

  EXPECT_EQ(saule("import", {"--format", "ctdc", path("ctdc.csv")}).status, 1);
}

}  // namespace
}  // namespace arasha::app
