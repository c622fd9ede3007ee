namespace SeCo.Adaptation.Methods;

/// <summary>All ways to train, a row each. How to add one: docs/adding-a-training-method.md.</summary>
internal static class TrainingMethods
{
    /// <summary>The methods by their names in settings; <see cref="AdaptationMethod.Auto"/> stands for the one of the setting.</summary>
    public static IReadOnlyDictionary<AdaptationMethod, TrainingMethod> All { get; } = new Dictionary<AdaptationMethod, TrainingMethod>
    {
        [AdaptationMethod.UniMatch] = new UniMatch(),
        [AdaptationMethod.MeanTeacher] = new MeanTeacher(),
        [AdaptationMethod.SelfTraining] = new SelfTraining(),
    };

    public static TrainingMethod Of(AdaptationOptions options) =>
        options.Method == AdaptationMethod.Auto ? All.Values.Single(m => m.DefaultOf.Contains(options.Setting)) : All[options.Method];
}
