using SeCo.Prediction;
using Xunit;

namespace SeCo.Tests.Prediction;

public sealed class PredictionOptionsTests
{
    [Fact]
    public void All_faults_of_the_options_are_told_together()
    {
        string message = Assert.Throws<ArgumentException>(
            () => new PredictionOptions { InputWidth = 5, WindowStride = 9, Scales = [0], Window = -1 }.Validate()).Message;
        Assert.All(["input_width", "window:", "window_stride", "scales"], key => Assert.Contains(key, message, StringComparison.Ordinal));
        new PredictionOptions { InputWidth = 64, InputHeight = 48, Window = 33, WindowStride = 33, Scales = [0.5, 1] }.Validate();
    }
}
