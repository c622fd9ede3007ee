using SeCo.Correction.Noise;
using SeCo.Torch.Nn;
using SeCo.Torch.Optim;

namespace SeCo.Correction.Classifier;

/// <summary>The classifier on frozen features: a linear layer, or one hidden layer, trained on the noisy classes of all regions. Weights say how often each
/// is drawn; null for all in turn. Probabilities may be brought to agree with how often the regions have the class (<see cref="Temperature"/>).</summary>
internal sealed class FrozenClassifier(FrozenFeatureOptions options, int classes, double[]? weights, bool calibrates = false)
{
    /// <summary>The losses of each part's training; null where a part had none.</summary>
    public LossCurve?[] Curves { get; private set; } = [];

    /// <summary>Trains a classifier for each part, numbered from 0, and judges the part's regions with it; one part trains and judges on all. Each of those
    /// worked on at once uses one processor thread, as the tensors are too small for more.</summary>
    public RegionJudgement[] Run(
        FeatureStore store, byte[] labels, int[] foldOf, int folds, int parallelism, RandomSource random, IProgress<StageProgress>? progress,
        CancellationToken cancellationToken)
    {
        float[] answers = new float[(long)labels.Length * classes]; // logarithms of probabilities, [N, K]
        int[] all = [.. Enumerable.Range(0, labels.Length)];
        long done = 0;
        Curves = new LossCurve?[folds];
        ParallelOptions parallel = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = parallelism };
        Parallel.For(0, folds, parallel, fold =>
        {
            int[] judged = [.. all.Where(row => foldOf[row] == fold)];
            int[] trained = folds == 1 ? all : [.. all.Where(row => foldOf[row] != fold)];
            if (judged.Length == 0)
            {
                return;
            }

            FeatureScale scale = new(store, trained);
            using Sequential head = CreateHead(store.Length, random.Fork($"head {fold}"));
            Curves[fold] = Train(head, store, scale, labels, trained, random.Fork($"order {fold}"), total => progress?.Report(
                new StageProgress("correct", $"train {folds} classifier(s)", Interlocked.Increment(ref done), total * folds)), cancellationToken);
            Judge(head, store, scale, judged, answers, cancellationToken);
        });
        if (calibrates)
        {
            Temperature.Apply(Temperature.Fit(answers, labels, classes), answers, classes);
        }

        return [.. labels.Select((label, i) => RegionJudgement.From(answers.AsSpan(i * classes, classes), label))];
    }

    private Sequential CreateHead(int inputs, RandomSource random) => options.HiddenUnits == 0
        ? new Sequential(new Linear(inputs, classes, random: random))
        : new Sequential(new Linear(inputs, options.HiddenUnits, random: random), Activation.Relu(), new Linear(options.HiddenUnits, classes, random: random));

    private LossCurve? Train(
        Sequential head, FeatureStore store, FeatureScale scale, byte[] labels, int[] rows, RandomSource random, Action<long> report,
        CancellationToken cancellationToken)
    {
        if (rows.Length == 0)
        {
            return null;
        }

        int size = Math.Min(options.BatchSize, rows.Length);
        long steps = Math.Max(1, (long)options.Epochs * rows.Length / size);
        RegionSampler sampler = new(rows, weights is null ? null : [.. rows.Select(row => weights[row])], random);
        using AdamW optimiser = new([new ParameterGroup(head.NamedParameters())], options.WeightDecay);
        int[] batch = new int[size];
        float[] features = new float[size * store.Length];
        LossCurve curve = new(steps);
        for (long step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sampler.Draw(step, batch);
            Gather(store, scale, batch, features);
            using TensorScope scope = TensorScope.Open();
            Tensor logits = head.Forward(Tensor.From(features, size, store.Length)); // [B, K]
            Tensor loss = logits.CrossEntropy(Tensor.From(Array.ConvertAll(batch, row => (long)labels[row]), size), labelSmoothing: options.LabelSmoothing);
            loss.Backward();
            curve.Add(step + 1, loss.ToArray<float>()[0]);
            optimiser.Step(options.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * step / steps)));
            optimiser.ClearGrad();
            report(steps);
        }

        return curve;
    }

    private void Judge(
        Sequential head, FeatureStore store, FeatureScale scale, int[] rows, float[] answers, CancellationToken cancellationToken)
    {
        const int Chunk = 1024;
        using GradMode evaluation = GradMode.Disable();
        float[] features = new float[Chunk * store.Length];
        foreach (int[] chunk in rows.Chunk(Chunk))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<float> given = features.AsSpan(0, chunk.Length * store.Length);
            Gather(store, scale, chunk, given);
            using TensorScope scope = TensorScope.Open();
            float[] logits = head.Forward(Tensor.From<float>(given, chunk.Length, store.Length)).LogSoftmax(1).ToArray<float>(); // [B, K]
            for (int i = 0; i < chunk.Length; i++)
            {
                logits.AsSpan(i * classes, classes).CopyTo(answers.AsSpan(chunk[i] * classes));
            }
        }
    }

    private static void Gather(FeatureStore store, FeatureScale scale, ReadOnlySpan<int> rows, Span<float> destination)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> row = destination.Slice(i * store.Length, store.Length);
            store.Read(rows[i], row);
            scale.Apply(row);
        }
    }
}
