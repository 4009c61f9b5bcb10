package io.everknown.inference.languagemodel;

import io.everknown.inference.languagemodel.LanguageModelSettings.Budget;
import io.everknown.inference.languagemodel.LanguageModelSettings.Model;
import io.everknown.inference.languagemodel.ModelUnavailableException.Reason;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.extraction.Extraction;
import io.everknown.memory.extraction.ModelSpending;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.extraction.SlotCatalogue;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.TokenCounter;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

/** Has one language model read turns, within time, tokens and money. */
final class LanguageModelExtractor implements AutoCloseable {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /** Other tokenizers than ours cut finer; a question is taken for this much longer than we count. */
    private static final double MARGIN = 1.3;

    private final Model settings;
    private final ChatModel model;
    private final ModelCalls calls;
    private final SlotCatalogue slots;
    private final AnswerCheck check;
    private final TokenCounter tokens;
    private final ModelSpending spending;
    private final Budget budget;
    private final InstantSource clock;

    LanguageModelExtractor(
            Model settings,
            ChatModel model,
            ModelCalls calls,
            SlotCatalogue slots,
            AnswerCheck check,
            TokenCounter tokens,
            ModelSpending spending,
            Budget budget,
            InstantSource clock) {
        this.settings = settings;
        this.model = model;
        this.calls = calls;
        this.slots = slots;
        this.check = check;
        this.tokens = tokens;
        this.spending = spending;
        this.budget = budget;
        this.clock = clock;
    }

    /** How decisions name it: provider, model, and the version of what it is asked. */
    String name() {
        return settings.id() + " " + Question.VERSION;
    }

    /**
     * The facts of a turn that has sentences.
     *
     * @param spent what the request at hand has spent before
     * @throws ModelUnavailableException when no answer that can be used was to be had
     */
    Extraction extract(MemoryScope scope, ModelUsage spent, Turn turn, List<Turn> before) {
        Question question = Question.about(turn, before, slots);
        int length = (int) Math.ceil(MARGIN
                * (tokens.count(question.system()) + tokens.count(question.user()) + tokens.count(ModelAnswer.SCHEMA)));
        if (length > settings.maxInputTokens()) {
            throw new ModelUnavailableException(Reason.TOO_LONG, ModelUsage.NONE);
        }
        ModelUsage atMost = priced(length, settings.maxOutputTokens());
        Account account = new Account(scope, spent, atMost);
        try {
            ModelAnswer answer = calls.call(() -> ask(question, account));
            return check.check(answer, question, turn, before, name(), account.used);
        } catch (ModelUnavailableException e) {
            throw new ModelUnavailableException(e.reason(), account.used);
        }
    }

    private ModelAnswer ask(Question question, Account account) {
        account.open();
        ChatResponse response;
        try {
            response = calls.limited(() -> model.call(
                    new Prompt(List.of(new SystemMessage(question.system()), new UserMessage(question.user())))));
        } catch (ModelUnavailableException e) {
            // A call that was cut off may have been answered, and billed, all the same.
            account.close(e.reason() == Reason.TIMEOUT ? account.atMost : ModelUsage.NONE);
            throw e;
        }
        account.close(used(response));
        String text = response.getResult() == null
                ? null
                : response.getResult().getOutput().getText();
        try {
            return ModelAnswer.read(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw new ModelUnavailableException(Reason.UNUSABLE_ANSWER, ModelUsage.NONE);
        }
    }

    private ModelUsage used(ChatResponse response) {
        Usage usage = response.getMetadata().getUsage();
        Integer input = usage == null ? null : usage.getPromptTokens();
        Integer output = usage == null ? null : usage.getCompletionTokens();
        return priced(input == null ? 0 : input, output == null ? 0 : output);
    }

    private ModelUsage priced(long input, long output) {
        BigDecimal cost = settings.inputPrice()
                .multiply(BigDecimal.valueOf(input))
                .add(settings.outputPrice().multiply(BigDecimal.valueOf(output)))
                .divide(MILLION);
        return new ModelUsage(input, output, cost);
    }

    @Override
    public void close() {
        calls.close();
    }

    /** What reading one turn costs, over all attempts; each is set aside before it is made. */
    private final class Account {

        private final MemoryScope scope;
        private final ModelUsage before;
        private final ModelUsage atMost;
        private ModelUsage used = ModelUsage.NONE;
        private LocalDate day = LocalDate.EPOCH;

        Account(MemoryScope scope, ModelUsage before, ModelUsage atMost) {
            this.scope = scope;
            this.before = before;
            this.atMost = atMost;
        }

        void open() {
            var request = new ModelSpending.Limit(budget.tokensPerRequest(), budget.usdPerRequest());
            if (!request.allows(before.plus(used).plus(atMost))) {
                throw new ModelUnavailableException(Reason.REQUEST_BUDGET, ModelUsage.NONE);
            }
            day = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
            var daily = new ModelSpending.Limit(budget.tokensPerTenantAndDay(), budget.usdPerTenantAndDay());
            if (!spending.reserve(scope, day, atMost, daily)) {
                throw new ModelUnavailableException(Reason.DAILY_BUDGET, ModelUsage.NONE);
            }
        }

        void close(ModelUsage really) {
            spending.settle(scope, day, atMost, really);
            used = used.plus(really);
        }
    }
}
