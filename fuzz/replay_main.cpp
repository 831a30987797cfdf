// Runs one fuzz target over every file of a corpus folder and over mutations of them that are the same in
// each run. A crash or an abort of the target is the failure; so is an empty corpus.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;
constexpr int kMutations = 2000;

// std::mt19937 gives the same numbers everywhere; the distributions of the library do not.
class Mutator {
 public:
  Input mutate(Input input, const Input& other) {
    const std::uint32_t steps = 1 + below(4);
    for (std::uint32_t step = 0; step < steps; ++step) mutate_once(input, other);
    return input;
  }
  std::uint32_t below(std::size_t limit) {
    return limit == 0 ? 0 : static_cast<std::uint32_t>(random_() % limit);
  }

 private:
  void mutate_once(Input& input, const Input& other) {
    const std::uint32_t at = below(input.size());
    const auto place = input.begin() + at;
    switch (below(7)) {
      case 0:
        if (!input.empty()) input[at] ^= static_cast<std::uint8_t>(1U << below(8));
        break;
      case 1:
        if (!input.empty()) input[at] = kTelling[below(std::size(kTelling))];
        break;
      case 2:
        input.insert(place, 1 + below(16), kTelling[below(std::size(kTelling))]);
        break;
      case 3:
        input.erase(place, place + std::min<std::ptrdiff_t>(1 + below(16), input.end() - place));
        break;
      case 4:
        input.resize(at);
        break;
      case 5: {  // a piece twice
        const Input piece(place, place + std::min<std::ptrdiff_t>(1 + below(64), input.end() - place));
        input.insert(input.begin() + at, piece.begin(), piece.end());
        break;
      }
      default: {  // the head of one, the tail of another
        input.resize(at);
        input.insert(input.end(), other.begin() + below(other.size()), other.end());
      }
    }
  }

  static constexpr std::uint8_t kTelling[] = {0x00, 0x01, 0x7f, 0x80, 0xff, '"', ',',
                                              '\n', '\r', '=',  '&',  '%',  '{', 0xc3};
  std::mt19937 random_{20261124};
};

void run(const Input& input) {
  LLVMFuzzerTestOneInput(input.data(), input.size());
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: %s CORPUS\n", arguments[0]);
    return 2;
  }
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(arguments[1], error))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<Input> seeds;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (seeds.empty()) {
    std::fprintf(stderr, "no seeds in %s\n", arguments[1]);
    return 1;
  }
  for (const Input& seed : seeds) run(seed);
  run({});
  Mutator mutator;
  for (int i = 0; i < kMutations; ++i) {
    const std::uint32_t first = mutator.below(seeds.size());
    const std::uint32_t second = mutator.below(seeds.size());
    run(mutator.mutate(seeds[first], seeds[second]));
  }
  std::printf("%zu seeds and %d mutations\n", seeds.size(), kMutations);
  return 0;
}
