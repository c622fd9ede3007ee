namespace SeCo.Review.Questions;

/// <summary>A class that a region may have.</summary>
/// <param name="Class">The class.</param>
/// <param name="Confidence">How sure the source is, in [0, 1]; null where that is unknown.</param>
/// <param name="Source">Who says so: <c>proposed</c>, <c>classifier</c>, <c>alike regions</c>.</param>
internal sealed record Guess(int Class, double? Confidence, string Source)
{
    /// <summary>What is known of a question: the class that it was given and the one that the classifier sees, then those of alike regions.</summary>
    /// <param name="question">The question.</param>
    /// <param name="neighbours">The labels of the regions that are most alike, without those that have none.</param>
    public static IReadOnlyList<Guess> Of(Question question, IReadOnlyList<int> neighbours)
    {
        // The loss is the cross-entropy of the region's own class: its probability, taken the other way.
        RegionOutcome outcome = question.Outcome;
        List<Guess> guesses = [];
        if (outcome.PredictedId is int predicted)
        {
            guesses.Add(new Guess(predicted, outcome.Score, "classifier"));
        }

        if (question.Shown != outcome.PredictedId)
        {
            guesses.Insert(0, new Guess(question.Shown, outcome.Loss is double loss ? Math.Exp(-loss) : null, "proposed"));
        }

        guesses.AddRange(neighbours.CountBy(label => label).Where(vote => guesses.All(guess => guess.Class != vote.Key))
            .OrderByDescending(vote => vote.Value).ThenBy(vote => vote.Key)
            .Select(vote => new Guess(vote.Key, (double)vote.Value / neighbours.Count, "alike regions")));
        return guesses;
    }
}
