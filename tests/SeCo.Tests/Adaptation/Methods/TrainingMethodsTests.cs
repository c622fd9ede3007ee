using SeCo.Adaptation;
using SeCo.Adaptation.Methods;
using Xunit;

namespace SeCo.Tests.Adaptation.Methods;

public sealed class TrainingMethodsTests
{
    [Fact]
    public void Every_name_in_settings_has_a_method_and_every_setting_one_that_it_trains_with_by_itself()
    {
        Assert.Equal(Enum.GetValues<AdaptationMethod>().Except([AdaptationMethod.Auto]).Order(), TrainingMethods.All.Keys.Order());
        Assert.Equal(Enum.GetValues<AdaptationSetting>(), TrainingMethods.All.Values.SelectMany(m => m.DefaultOf).Order());
    }

    [Theory]
    [InlineData(AdaptationSetting.SourceFree, AdaptationMethod.UniMatch)]
    [InlineData(AdaptationSetting.BlackBox, AdaptationMethod.UniMatch)]
    [InlineData(AdaptationSetting.Uda, AdaptationMethod.MeanTeacher)]
    [InlineData(AdaptationSetting.Supervised, AdaptationMethod.SelfTraining)]
    public void A_setting_trains_with_its_method_unless_another_is_named(AdaptationSetting setting, AdaptationMethod expected)
    {
        AdaptationOptions options = new() { Setting = setting };
        Assert.Same(TrainingMethods.All[expected], TrainingMethods.Of(options));
        Assert.Same(TrainingMethods.All[AdaptationMethod.SelfTraining], TrainingMethods.Of(options with { Method = AdaptationMethod.SelfTraining }));
    }

    [Fact]
    public void Only_UniMatch_splits_by_the_settings_and_the_mean_teacher_always_has_a_mean()
    {
        AdaptationOptions options = new() { Split = new SplitOptions { Rule = SplitRule.Coverage } };
        Assert.Equal(
            [SplitRule.Coverage, SplitRule.All, SplitRule.All],
            ((AdaptationMethod[])[AdaptationMethod.UniMatch, AdaptationMethod.MeanTeacher, AdaptationMethod.SelfTraining]).Select(m =>
                TrainingMethods.All[m].Split(options).Rule));
        Assert.Equal((0.999, false), TrainingMethods.All[AdaptationMethod.MeanTeacher].Mean(options));
        Assert.Null(TrainingMethods.All[AdaptationMethod.UniMatch].Mean(options));
        Assert.Equal((0.9, true), TrainingMethods.All[AdaptationMethod.UniMatch].Mean(options with { Average = 0.9 }));
    }

    [Fact]
    public void What_a_method_needs_of_the_settings_is_checked_with_them()
    {
        AdaptationOptions teacher = new() { Method = AdaptationMethod.MeanTeacher };
        Assert.Contains("set setting to uda", Assert.Throws<ArgumentException>(() => DomainAdaptation.Check(teacher)).Message, StringComparison.Ordinal);
        DomainAdaptation.Check(teacher with { Setting = AdaptationSetting.Uda });
        AdaptationOptions gaps = new() { Method = AdaptationMethod.SelfTraining, SelfTraining = new SelfTrainingOptions { FillGaps = true } };
        Assert.Contains("set average", Assert.Throws<ArgumentException>(() => DomainAdaptation.Check(gaps)).Message, StringComparison.Ordinal);
        DomainAdaptation.Check(gaps with { Average = 0.98 });
    }
}
