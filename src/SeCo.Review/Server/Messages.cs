using SeCo.Review.Desk;
using SeCo.Review.Questions;

namespace SeCo.Review.Server;

/// <summary>What the page knows of the run.</summary>
internal sealed record RunMessage(string Run, string Person, IReadOnlyList<ClassMessage> Classes);

/// <summary>A class with its colour, as <c>#rrggbb</c>.</summary>
internal sealed record ClassMessage(string Name, string Color);

/// <summary>A page asks: for the next question after a place, for a certain one, or for one by image and region.</summary>
internal sealed record AskMessage(string Page, string By)
{
    public int? After { get; init; }

    public int? Number { get; init; }

    public string? Image { get; init; }

    public int? Region { get; init; }

    /// <summary>Whether it is only loaded ahead.</summary>
    public bool Ahead { get; init; }
}

/// <summary>A question with its pixels, as COCO's run-length text in the size of the label map. Null where there is none, with the progress.</summary>
internal sealed record QuestionMessage(QuestionBody? Question, ReviewProgress Progress);

/// <summary>All that is shown of a question.</summary>
internal sealed record QuestionBody(
    int Number, string Image, int Region, int Width, int Height, string Mask, IReadOnlyList<int> Box, int Shown, string Verdict, long Area, double? Loss,
    double? Noise, IReadOnlyList<Guess> Guesses, IReadOnlyList<NeighbourMessage> Neighbours, IReadOnlyList<int> Alike, int AlikeCount,
    IReadOnlyList<VoiceMessage> Voices, string? LookedAtBy);

/// <summary>A region alike: its class, and whether a person has said so.</summary>
internal sealed record NeighbourMessage(int Label, bool IsAnswered);

/// <summary>Somebody's answer.</summary>
internal sealed record VoiceMessage(string By, int Label, DateTimeOffset At);

/// <summary>An answer: a class or 255, for the question and those alike that go with it, and the mended region as run-length text.</summary>
internal sealed record AnswerMessage(string Page, string By, int Number, int Label, IReadOnlyList<int> Alike)
{
    public string? Edited { get; init; }
}

/// <summary>Takes the last answer back.</summary>
internal sealed record UndoMessage(string Page, string By);

/// <summary>The questions whose answers were taken back.</summary>
internal sealed record UndoneMessage(IReadOnlyList<int> Numbers, ReviewProgress Progress);

/// <summary>Asks for small pictures of regions.</summary>
internal sealed record PicturesAsk(IReadOnlyList<int> Numbers);

/// <summary>Small pictures, as data addresses.</summary>
internal sealed record PicturesMessage(IReadOnlyList<string> Pictures);

/// <summary>What was wrong.</summary>
internal sealed record FaultMessage(string Error);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RunMessage))]
[JsonSerializable(typeof(AskMessage))]
[JsonSerializable(typeof(QuestionMessage))]
[JsonSerializable(typeof(AnswerMessage))]
[JsonSerializable(typeof(UndoMessage))]
[JsonSerializable(typeof(UndoneMessage))]
[JsonSerializable(typeof(PicturesAsk))]
[JsonSerializable(typeof(PicturesMessage))]
[JsonSerializable(typeof(ReviewProgress))]
[JsonSerializable(typeof(FaultMessage))]
internal sealed partial class MessageJson : JsonSerializerContext;
