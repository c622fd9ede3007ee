using SeCo.Torch.Optim;
using Xunit;

namespace SeCo.Torch.Tests.Optim;

public sealed class ScheduleTests
{
    [Fact]
    public void Polynomial_decay_goes_from_the_first_rate_to_the_last()
    {
        PolynomialDecay schedule = new(0.01, 100);
        Assert.Equal(0.01, schedule.At(0));
        Assert.Equal(0.01 * Math.Pow(0.5, 0.9), schedule.At(50), 12);
        Assert.Equal(0, schedule.At(100));
        Assert.Equal(0, schedule.At(150));
        Assert.Equal(0.0055, new PolynomialDecay(0.01, 100, Power: 1, Final: 0.001).At(50), 12);
    }

    [Fact]
    public void Inverse_decay_ends_at_eleven_to_minus_three_quarters()
    {
        InverseDecay schedule = new(0.001, 1000);
        Assert.Equal(0.001, schedule.At(0));
        Assert.Equal(0.001 * Math.Pow(11, -0.75), schedule.At(1000), 12);
        Assert.Equal(0.001 * Math.Pow(6, -0.75), schedule.At(500), 12);
    }

    [Fact]
    public void Warm_up_scales_the_first_steps_of_another_schedule()
    {
        LinearWarmup schedule = new(new PolynomialDecay(2, 100, Power: 0), 10, 0.1);
        Assert.Equal(0.2, schedule.At(0), 12);
        Assert.Equal(1.1, schedule.At(5), 12);
        Assert.Equal(2, schedule.At(10));
        Assert.Equal(2, schedule.At(99));
    }
}
