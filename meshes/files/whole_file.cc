// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/whole_file.h>

#include <vtkObject.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace lacuna::files {

namespace fs = std::filesystem;

namespace {

/** Deletes a file, if it is still there, at the end of its life. */
struct Temporary {
  fs::path path;
  ~Temporary() {
    std::error_code error;
    fs::remove(path, error);
  }
};

/** VTK's writers and their libraries tell by what they return here, not on standard error. */
class QuietWriters {
public:
  QuietWriters() { vtkObject::GlobalWarningDisplayOff(); }
  ~QuietWriters() {
    vtkObject::SetGlobalWarningDisplay(vtk_spoke_);
    std::cerr.rdbuf(cerr_);
    std::cerr.clear();
  }

private:
  const int vtk_spoke_ = vtkObject::GetGlobalWarningDisplay();
  std::streambuf *const cerr_ = std::cerr.rdbuf(nullptr);
};

/** What is known of why a file was not written to its end. */
std::string shortage(const fs::path &path) {
  std::error_code error;
  const fs::space_info space = fs::space(path.has_parent_path() ? path.parent_path() : ".", error);
  const std::string fault = "the file could not be written in full";
  return error ? fault
               : fault + "; " + std::to_string(space.available / 1000) + " kB are free there";
}

} // namespace

std::error_code create_new(const std::string &path) {
  ::unlink(path.c_str());
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (file < 0)
    return {errno, std::generic_category()};
  ::close(file);
  return {};
}

std::uintmax_t write_whole(const std::string &path,
                           const std::function<bool(const std::string &)> &fill) {
  const fs::path whole(path);
  // Some writers choose by the ending.
  fs::path part = whole;
  part.replace_extension(".part" + whole.extension().string());
  std::error_code error = create_new(part.string());
  if (error)
    refuse(path, error.message());
  const Temporary temporary{part};
  const QuietWriters quiet;
  if (!fill(part.string()))
    refuse(path, shortage(whole));
  const std::uintmax_t size = fs::file_size(part, error);
  fs::rename(part, whole, error);
  if (error)
    refuse(path, error.message());
  return size;
}

std::uintmax_t write_text(const std::string &path, const std::string &text) {
  return write_whole(path, [&](const std::string &part) {
    std::ofstream file(part, std::ios::binary);
    file << text;
    file.close();
    return bool(file);
  });
}

void refuse(const std::string &path, const std::string &reason) {
  throw std::runtime_error(path + ": cannot be written: " + reason);
}

} // namespace lacuna::files
