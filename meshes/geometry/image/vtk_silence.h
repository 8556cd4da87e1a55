// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <vtkLogger.h>
#include <vtkNew.h>
#include <vtkOutputWindow.h>
#include <vtkSmartPointer.h>
#include <vtkStringOutputWindow.h>

#include <string>

namespace lacuna::geometry {

/** Takes what VTK would say on standard error, as long as it lives. */
class Silence {
public:
  Silence()
      : window_(vtkOutputWindow::GetInstance()), level_(vtkLogger::GetCurrentVerbosityCutoff()) {
    vtkOutputWindow::SetInstance(taken_);
    vtkLogger::SetStderrVerbosity(vtkLogger::VERBOSITY_OFF);
  }
  Silence(const Silence &) = delete;
  Silence &operator=(const Silence &) = delete;
  ~Silence() {
    vtkLogger::SetStderrVerbosity(level_);
    vtkOutputWindow::SetInstance(window_);
  }

  bool heard_an_error() { return taken_->GetOutput().find("ERROR") != std::string::npos; }

private:
  vtkSmartPointer<vtkOutputWindow> window_;
  vtkLogger::Verbosity level_;
  vtkNew<vtkStringOutputWindow> taken_;
};

} // namespace lacuna::geometry
